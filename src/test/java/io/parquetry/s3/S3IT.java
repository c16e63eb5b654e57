/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.Distribution;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      String six = "-Ds3.upload.min.part.size=" + (6 << 20);
      Ended ended = process(counting.port(), uri("manifest.json"), uri("out"), six);
      assertThat(ended.exitCode()).as(ended.text()).isZero();
      List<Long> parts = counting.partBytes();
      assertThat(parts.subList(0, parts.size() - 1))
          .isNotEmpty()
          .allMatch(bytes -> bytes >= 6 << 20 && bytes < 7 << 20);
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
  void aBucketThatIsNotThereIsToldAtOnceAndByItsName() throws IOException {
    put(uri("in/a-2025-12-23.ndjson"), uri("manifest.json"));
    put("s3://no-such/a-2025-12-23.ndjson", uri("other.json"));

    mustFail(
        S3Convert.run("s3://no-such/m.json", uri("o"), port, List.of()),
        "error (MANIFEST, exit code 3): [s3://no-such/m.json] the manifest cannot be read: the"
            + " bucket does not exist: correct");
    mustFail(
        S3Convert.run(uri("other.json"), uri("o"), port, List.of("--allow=s3://no-such/")),
        "error (INPUT_MISSING, exit code 4): ",
        "s3://no-such/a-2025-12-23.ndjson (line 1): the bucket does not exist: correct");
    mustFail(
        S3Convert.run(uri("manifest.json"), "s3://no-such/o", port, List.of()),
        "error (OUTPUT, exit code 10): [s3://no-such/o] the bucket does not exist: correct");
  }

  @Test
  void wrongCredentialsAreNotAMissingObject() throws IOException {
    put(uri("in/a-2025-12-23.ndjson"), uri("manifest.json"));
    List<String> wrong = List.of("-Ds3.secret-key=not-the-key-at-all");

    mustFail(
        S3Convert.run(uri("manifest.json"), local.resolve("o").toString(), port, wrong),
        "error (MANIFEST, exit code 3): ["
            + uri("manifest.json")
            + "] the manifest cannot be read: S3 denies access (403");
    mustFail(
        S3Convert.run(uri("manifest.json"), uri("o"), port, wrong),
        "error (OUTPUT, exit code 10): [" + uri("o") + "] S3 denies access (403");
    mustFail(
        S3Convert.run(uri("other.json"), uri("o"), port, List.of()),
        "error (MANIFEST, exit code 3): [" + uri("other.json") + "] the manifest does not exist");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"HEAD, in/a-, INPUT_MISSING", "GET, in/a-, INPUT_MISSING"})
  void whatIsDeniedByAnEmulatedAnswerIsToldByName(Request request, String key, String kind)
      throws IOException {
    put(uri("in/a-2025-12-23.ndjson"), uri("manifest.json"));
    S3Upload.to(port).put(uri("in/a-2025-12-23.ndjson"), "{}\n");
    try (FaultProxy denying = new FaultProxy(port)) {
      denying.spoil(request, FaultProxy.Fault.DENIED_403, bucket.getFileName() + "/" + key);

      Conversion run = S3Convert.run(uri("manifest.json"), uri("o"), denying.port(), List.of());

      assertThat(denying.spoilt()).hasSizeLessThan(10);
      mustFail(run, "error (" + kind + ", ", uri(key), "S3 denies access (403");
    }
  }

  /** Two real plugins, of which one is the other's copy. */
  @Test
  void twoFileSystemsThatClaimASchemeAreToldByTheirJars() throws Exception {
    Path plugins = local.resolve("plugins");
    for (String name : List.of("one.jar", "other.jar")) {
      Path folder = Files.createDirectories(plugins.resolve(name));
      Files.createSymbolicLink(folder.resolve(name), s3Plugin().toAbsolutePath());
    }
    Distribution.Ended ended =
        new Distribution(local)
            .with("FLINK_PLUGINS_DIR", plugins.toString())
            .run(
                "convert",
                "--manifest=" + local + "/none.json",
                "--output=" + uri("o"),
                "-Ds3.endpoint=http://127.0.0.1:" + port);

    assertThat(ended.text())
        .contains("warning: 2 file systems claim \"s3:\"")
        .contains("/one.jar and " + plugins);
  }

  private static Path s3Plugin() throws IOException {
    try (Stream<Path> jars = Files.list(Distribution.HOME.resolve("plugins/s3-fs-hadoop"))) {
      return jars.findFirst().orElseThrow();
    }
  }

  /** A manifest that names an object. */
  private void put(String object, String manifest) throws IOException {
    S3Upload.to(port).put(manifest, "{\"fileLocations\":[{\"URIs\":[\"" + object + "\"]}]}");
  }

  private void mustFail(Conversion run, String... told) throws IOException {
    assertThat(run.exitCode()).as(run.errors()).isNotZero();
    assertThat(run.errors()).contains(told).doesNotContain("not-the-key-at-all", "attempt 2");
    assertThat(new S3Convert(bucket, "o").reports()).isEmpty();
  }

  private Ended process(int serverPort, String manifest, String output, String... options)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                HOME + "/bin/parquetry",
                "convert",
                "--manifest=" + manifest,
                "--output=" + output,
                "--compression=none"));
    command.addAll(S3Server.options(serverPort));
    command.addAll(List.of(options));
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
