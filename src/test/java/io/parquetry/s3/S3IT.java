/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.Conversion;
import io.parquetry.s3.FaultProxy.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From and to a real S3 server, compared with the same run on local files. */
class S3IT {
  private static final Path HOME = Path.of(System.getProperty("parquetry.distribution"));
  private static final List<String> NAMES =
      List.of(
          "with a blank.ndjson",
          "plus+and&and=.ndjson",
          "percent%20%zz.ndjson",
          "grün-日本-😀.ndjson",
          "colon:quote'[1]{2}*.ndjson",
          "_hidden.ndjson",
          "sub/.dot/deep.ndjson");

  @TempDir Path local;

  private Path bucket;
  private int port;

  private record Ended(int exitCode, String text) {}

  @BeforeEach
  void makeABucket() throws IOException {
    bucket = S3Server.shared().newBucket("s3it");
    port = S3Server.shared().port();
  }

  @Test
  void anyNameIsReadAsOnLocalFilesByNameAndByPrefix() throws Exception {
    S3Upload upload = S3Upload.to(port);
    for (int i = 0; i < NAMES.size(); i++) {
      for (String folder : List.of("named/", "prefix/2025-")) {
        String text = "{\"n\":" + i + ",\"in\":\"" + folder + "\"}\n\n{}\n[]\n";
        upload.put(uri(folder + NAMES.get(i)), text);
        Path file = local.resolve(folder + NAMES.get(i));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(bucket.resolve("named/" + NAMES.get(i))).as("the object on the server").exists();
    }
    upload.put(uri("manifest.json"), manifest(uri("")));
    Files.writeString(local.resolve("manifest.json"), manifest(local + "/"));
    Conversion there =
        S3Convert.run(uri("manifest.json"), uri("out put"), port, List.of("--date=2025-12-23"));
    assertThat(there.exitCode()).as(there.errors()).isZero();
    Conversion here =
        Conversion.succeeding(
            local.resolve("manifest.json"), local.resolve("out put"), "--date=2025-12-23");
    S3Convert result = new S3Convert(bucket, "out put");
    assertThat(comparable(S3Convert.rows(result.parts()), uri("")))
        .hasSize(4 * NAMES.size())
        .containsExactlyInAnyOrderElementsOf(comparable(S3Convert.rows(here.parts()), local + "/"));
    for (String total : List.of("files", "bytes", "lines", "rows", "blank", "bad")) {
      assertThat(result.reports().get(0).get("totals").get(total))
          .isEqualTo(here.report().get("totals").get(total));
    }
    assertThat(result.files("_SUCCESS")).hasSize(1);
  }

  private static String manifest(String root) {
    List<String> uris = new ArrayList<>();
    NAMES.forEach(name -> uris.add('"' + root + "named/" + name + '"'));
    return "{\"fileLocations\":[{\"URIs\":["
        + String.join(",", uris)
        + "]},{\"URIPrefixes\":[\""
        + root
        + "prefix/2025-\"]}]}";
  }

  /** Rows without the instant of the run, and with names of files from the root on. */
  private static List<Map<String, String>> comparable(List<Map<String, String>> rows, String root) {
    List<Map<String, String>> comparable = new ArrayList<>();
    for (Map<String, String> row : rows) {
      Map<String, String> copy = new HashMap<>(row);
      copy.remove("_processing_timestamp");
      copy.put("_source_file", row.get("_source_file").replace(root, ""));
      comparable.add(copy);
    }
    return comparable;
  }

  @Test
  void theDistributionReadsHttpsAddressesAndWritesLargePartsInSeveralUploads() throws Exception {
    Random random = new Random(3);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      lines.append("{\"i\":").append(i).append(",\"r\":\"");
      for (int j = 0; j < 12; j++) {
        lines.append(Long.toHexString(random.nextLong()));
      }
      lines.append("\"}\n");
    }
    S3Upload upload = S3Upload.to(port);
    upload.put(uri("in put/a+b%-2025-12-23.ndjson"), lines.toString());
    String address =
        "https://s3.eu-central-1.amazonaws.com/"
            + bucket.getFileName()
            + "/in%20put/a+b%25-2025-12-23.ndjson";
    upload.put(uri("manifest.json"), "{\"fileLocations\":[{\"URIs\":[\"" + address + "\"]}]}");
    try (FaultProxy counting = new FaultProxy(port)) {
      Ended ended = process(counting.port(), uri("manifest.json"), uri("out"));
      assertThat(ended.exitCode()).as(ended.text()).isZero();
      assertThat(counting.seen(Request.UPLOAD_PART)).isGreaterThan(1);
    }
    S3Convert result = new S3Convert(bucket, "out");
    assertThat(Files.size(result.parts().get(0))).isGreaterThan(10L << 20);
    assertThat(distinct(result, "i")).isEqualTo(60_000);
    assertThat(result.reports().get(0).get("records_processed").asInt()).isEqualTo(60_000);
    Ended again = process(port, uri("manifest.json"), uri("out"));
    assertThat(again.exitCode()).as(again.text()).isZero();
    assertThat(again.text()).contains("already published");
  }

  private static long distinct(S3Convert result, String column) throws IOException, SQLException {
    return S3Convert.rows(result.parts()).stream().map(row -> row.get(column)).distinct().count();
  }

  @Test
  void aBucketThatIsNotThereIsToldByItsName() {
    Conversion run = S3Convert.run("s3://no-such/m.json", "s3://no-such/o", port, List.of());
    assertThat(run.exitCode()).as(run.errors()).isNotIn(0, 1, 70);
    assertThat(run.errors()).contains("s3://no-such").contains("bucket does not exist");
  }

  @Test
  void wrongCredentialsAreNotAMissingObject() throws IOException {
    S3Upload.to(port).put(uri("manifest.json"), "{}");
    Conversion run =
        S3Convert.run(
            uri("manifest.json"), uri("o"), port, List.of("-Ds3.secret-key=not-the-key-at-all"));
    assertThat(run.exitCode()).as(run.errors()).isNotIn(0, 1, 70);
    assertThat(run.errors()).contains("403").doesNotContain("not-the-key-at-all");
    Conversion missing = S3Convert.run(uri("other.json"), uri("o"), port, List.of());
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.errors()).contains(uri("other.json") + "] the manifest does not exist");
  }

  @Test
  void anInputObjectThatMayNotBeReadIsToldByName() throws IOException {
    S3Upload upload = S3Upload.to(port);
    upload.put(uri("in/a-2025-12-23.ndjson"), "{}\n");
    upload.put(
        uri("manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[\"" + uri("in/a-2025-12-23.ndjson") + "\"]}]}");
    try (FaultProxy denying = new FaultProxy(port)) {
      denying.spoil(Request.GET, FaultProxy.Fault.DENIED_403, "in/a-");
      Conversion run = S3Convert.run(uri("manifest.json"), uri("o"), denying.port(), List.of());
      assertThat(run.exitCode()).as(run.errors()).isNotIn(0, 1, 70);
      assertThat(run.errors()).contains("in/a-2025-12-23.ndjson").contains("403");
      assertThat(new S3Convert(bucket, "o").reports()).isEmpty();
    }
  }

  private Ended process(int serverPort, String manifest, String output) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                HOME + "/bin/parquetry",
                "convert",
                "--manifest=" + manifest,
                "--output=" + output,
                "--compression=none"));
    command.addAll(S3Server.options(serverPort));
    Path text = Files.createTempFile(local, "output", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(text.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(text, StandardCharsets.UTF_8));
  }

  private String uri(String key) {
    return S3Convert.uri(bucket, key);
  }
}
