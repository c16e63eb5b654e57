/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a process finds its credentials without being told. Who gives them is emulated; with them
 * it reads and writes on a real S3 server that accepts no others.
 */
class CredentialsIT {
  private static final String NO_METADATA_SERVICE =
      "-Dcom.amazonaws.sdk.ec2MetadataServiceEndpointOverride=http://127.0.0.1:1";

  @TempDir Path local;

  private Path bucket;

  @BeforeEach
  void uploadTheInput() throws IOException {
    bucket = S3Server.shared().newBucket("credentials");
    S3Upload upload = S3Upload.to(S3Server.shared().port());
    upload.put(uri("a-2025-12-23.ndjson"), "{\"a\":1}\n");
    upload.put(
        uri("manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[\"" + uri("a-2025-12-23.ndjson") + "\"]}]}");
  }

  @Test
  void ofAWebIdentityByAnEmulatedSts() throws Exception {
    Path token = Files.writeString(local.resolve("token"), "emulated-identity");
    try (CredentialsEmulation sts = CredentialsEmulation.ofSts(local)) {
      Distribution parquetry =
          new Distribution(local)
              .with("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/parquetry")
              .with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())
              .with("AWS_REGION", "eu-central-1")
              .with("AWS_STS_REGIONAL_ENDPOINTS", "regional")
              .with("PARQUETRY_JAVA_OPTS", sts.javaOptions() + " " + NO_METADATA_SERVICE);

      convert(parquetry).with(0);

      assertThat(sts.requests())
          .contains("CONNECT sts.eu-central-1.amazonaws.com:443")
          .anyMatch(
              request ->
                  request.contains("Action=AssumeRoleWithWebIdentity")
                      && request.contains("role%2Fparquetry")
                      && request.contains("WebIdentityToken=emulated-identity"));
      mustBeThere();
    }
  }

  @Test
  void ofAContainerByAnEmulatedEndpoint() throws Exception {
    try (CredentialsEmulation container = CredentialsEmulation.ofMachine()) {
      convert(
              new Distribution(local)
                  .with("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.address() + "/container"))
          .with(0);

      assertThat(container.requests()).contains("GET /container");
      mustBeThere();
    }
  }

  @Test
  void ofAMachineByAnEmulatedMetadataService() throws Exception {
    try (CredentialsEmulation machine = CredentialsEmulation.ofMachine()) {
      convert(
              new Distribution(local)
                  .with(
                      "PARQUETRY_JAVA_OPTS",
                      "-Dcom.amazonaws.sdk.ec2MetadataServiceEndpointOverride="
                          + machine.address()))
          .with(0);

      assertThat(machine.requests())
          .contains("GET /latest/meta-data/iam/security-credentials/parquetry");
      mustBeThere();
    }
  }

  /** The file system asks for them when the cluster, which must not show them, is made already. */
  @Test
  void ofOptionsAlsoWhereOnlyTheInputIsThere() throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "convert",
                "--manifest=" + uri("manifest.json"),
                "--output=" + local.resolve("out")));
    arguments.addAll(S3Server.options(S3Server.shared().port()));
    new Distribution(local)
        .with("PARQUETRY_JAVA_OPTS", NO_METADATA_SERVICE)
        .run(arguments.toArray(String[]::new))
        .with(0);
  }

  @Test
  void ofNobodyIsToldOnceWithWhatToDo() throws Exception {
    Distribution.Ended ended =
        convert(new Distribution(local).with("PARQUETRY_JAVA_OPTS", NO_METADATA_SERVICE));

    ended.with(10);
    assertThat(ended.text().lines().filter(line -> line.contains("redentials")))
        .singleElement()
        .asString()
        .contains(
            "error (OUTPUT, exit code 10): [" + uri("out") + "] no credentials for S3 were found",
            "set s3.access-key and s3.secret-key",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "asked were",
            "SimpleAWSCredentialsProvider",
            "which said: ");
  }

  private Distribution.Ended convert(Distribution parquetry) throws Exception {
    return parquetry.run(
        "convert",
        "--quiet",
        "--manifest=" + uri("manifest.json"),
        "--output=" + uri("out"),
        "-Ds3.endpoint=http://127.0.0.1:" + S3Server.shared().port(),
        "-Ds3.path.style.access=true");
  }

  private void mustBeThere() throws Exception {
    S3Convert result = new S3Convert(bucket, "out");
    assertThat(S3Convert.rows(result.parts()))
        .extracting(row -> row.get("a"))
        .isEqualTo(List.of("1"));
  }

  private String uri(String key) {
    return S3Convert.uri(bucket, key);
  }
}
