/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local distribution, with the relocated job jar, as processes of their own. */
class DistributionIT {
  private static final Path HOME = Path.of(System.getProperty("parquetry.distribution"));

  @TempDir Path folder;

  private record Ended(int exitCode, String text) {}

  @Test
  void aSampleIsMadeConvertedAndShown() throws Exception {
    Path here = Files.createDirectory(folder.resolve("with a blank"));
    assertThat(run("sample", "--folder", here + "/s", "--files", "3", "--size", "1MB").exitCode())
        .isZero();
    for (String compression : List.of("snappy", "zstd", "gzip", "lz4_raw", "none")) {
      String output = here + "/out-" + compression;
      Ended converted =
          run(
              "convert",
              "--manifest=" + here + "/s/manifest.json",
              "--output=" + output,
              "--compression=" + compression);
      assertThat(converted.exitCode()).as(converted.text()).isZero();
      assertThat(converted.text()).contains("plan: part 0", "published run", "report: ");
      // Each line of the log names the run.
      assertThat(converted.text())
          .containsPattern("(?m)^parquetry\\[([0-9a-f]{16})]: published run \\1: ");
      Ended head = run("head", output, "--rows", "2");
      assertThat(head.exitCode()).as(head.text()).isZero();
      assertThat(head.text().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"amount\":"));
    }
  }

  @Test
  void aDryRunTellsThePlanAndWritesNothing() throws Exception {
    Path output = folder.resolve("out");
    String manifest = folder + "/s/manifest.json";
    run("sample", "--folder", folder + "/s", "--files", "3", "--size", "1MB");
    Ended dry = run("convert", "--manifest=" + manifest, "--output=" + output, "--dry-run");
    assertThat(dry.exitCode()).as(dry.text()).isZero();
    assertThat(dry.text()).contains("plan: part 0", "100 % (discover", "nothing was written");
    Ended given =
        run(
            "convert",
            "--manifest=" + manifest,
            "--output=" + output,
            "--dry-run",
            "--columns=event_id");
    assertThat(given.text()).contains("bytes of text with 1 columns into 1 part file(s)");
    assertThat(output).doesNotExist();
    Ended real = run("convert", "--manifest=" + manifest, "--output=" + output);
    assertThat(real.text()).contains("published run");
    Ended again = run("convert", "--manifest=" + manifest, "--output=" + output, "--dry-run");
    assertThat(again.text()).contains("already published").doesNotContain("plan: part");
  }

  @Test
  void theExitCodeAndOneSentenceTellWhatIsWrong() throws Exception {
    Ended missing = run("convert", "--manifest=" + folder + "/none.json", "--output=" + folder);
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.text().lines())
        .containsExactly(
            "parquetry: error (MANIFEST, exit code 3): ["
                + folder
                + "/none.json] the manifest does not exist");
    Ended unknown = run("convert", "--mainfest=x");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.text()).contains("--mainfest").contains("--manifest");
    run("sample", "--folder", folder + "/s", "--files", "1", "--size", "1KB");
    for (String option :
        List.of(
            "taskmanager.memory.network.min",
            "taskmanager.memory.network.max",
            "minicluster.number-of-taskmanagers",
            "pipeline.max-parallelism",
            "fs.s3.limit.total")) {
      Ended refused =
          run(
              "convert",
              "--manifest=" + folder + "/s/manifest.json",
              "--output=" + folder + "/out",
              "-D" + option + "=abc");
      assertThat(refused.exitCode()).as(refused.text()).isEqualTo(2);
      assertThat(refused.text())
          .contains("[-D] Flink does not start with the options", option, "abc")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aFailureWithinTheJobIsToldWithoutAStackTrace() throws Exception {
    Files.writeString(folder.resolve("a-2025-12-23.ndjson"), "{\"_source_file\":1}\n");
    Files.writeString(
        folder.resolve("m.json"), "{\"fileLocations\":[{\"URIs\":[\"a-2025-12-23.ndjson\"]}]}");
    Ended ended = run("convert", "--manifest=" + folder + "/m.json", "--output=" + folder + "/o");
    assertThat(ended.exitCode()).isEqualTo(9);
    assertThat(ended.text()).doesNotContain("\tat ").contains("[a-2025-12-23.ndjson:1 field");
  }

  @Test
  void theMetricsOfTheEmbeddedFlinkCanBeScraped() throws Exception {
    run("sample", "--folder", folder + "/s", "--files", "3", "--size", "4MB");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CompletableFuture<Ended> convert =
        CompletableFuture.supplyAsync(
            () ->
                runUnchecked(
                    "convert",
                    "--manifest=" + folder + "/s/manifest.json",
                    "--output=" + folder + "/out",
                    "-Dmetrics.reporter.prom.factory.class="
                        + "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
                    "-Dmetrics.reporter.prom.port=" + port));
    boolean seen = false;
    while (!seen && !convert.isDone()) {
      seen = scrape(port).contains("flink_taskmanager_");
    }
    assertThat(convert.get().exitCode()).as(convert.get().text()).isZero();
    assertThat(seen).isTrue();
  }

  @Test
  void nothingStaysInTheTemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Distribution parquetry =
        new Distribution(folder).with("PARQUETRY_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    String manifest = "--manifest=" + folder + "/s/manifest.json";
    String output = folder + "/out";
    parquetry.run("sample", "--folder", folder + "/s", "--files", "3", "--size", "1MB").with(0);
    parquetry.run("convert", manifest, "--output=" + output).with(0);
    parquetry.run("convert", manifest, "--output=" + output).with(0);
    parquetry.run("convert", "--manifest=" + folder + "/none", "--output=" + output).with(3);
    parquetry.run("compare", "--left=" + output, "--right=" + output).with(0);
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left).containsExactly(temporary);
    }
  }

  /** With any other class path, JVM or options than it was made for, the JVM would end with 1. */
  @Test
  void theArchiveOfClassesIsUsed() throws Exception {
    new Distribution(folder).with("PARQUETRY_JAVA_OPTS", "-Xshare:on").run("--version").with(0);
  }

  @Test
  void thirtyTasksHaveTheBuffersThatFlinkAsksFor() throws Exception {
    String manifest = "--manifest=" + folder + "/s/manifest.json";
    Distribution parquetry = new Distribution(folder);
    parquetry.run("sample", "--folder", folder + "/s", "--files", "40", "--size", "4MB").with(0);
    for (String more : List.of("--quiet", "-Dtaskmanager.memory.network.min=33mb")) {
      parquetry
          .run(
              "convert",
              manifest,
              "--output=" + folder + "/out" + more.length(),
              "--target-file-size=100KB",
              "--parallelism=30",
              more)
          .with(0);
    }
  }

  @Test
  void withTwoTaskManagersTheRowsAreTheSame() throws Exception {
    Path log = folder.resolve("flink.log");
    Path logged =
        Files.writeString(
            folder.resolve("log4j2.properties"),
            "appender.file.type = File\nappender.file.name = file\nappender.file.fileName = "
                + log
                + "\nappender.file.layout.type = PatternLayout\n"
                + "appender.file.layout.pattern = %m%n\n"
                + "rootLogger.level = info\nrootLogger.appenderRef.file.ref = file\n");
    Distribution parquetry = new Distribution(folder).with("PARQUETRY_LOG", logged.toString());
    String manifest = "--manifest=" + folder + "/s/manifest.json";
    String one = folder + "/one";
    String two = folder + "/two";
    parquetry.run("sample", "--folder", folder + "/s", "--files", "6", "--size", "6MB").with(0);
    parquetry.run("convert", manifest, "--output=" + one, "--target-file-size=300KB").with(0);
    Files.delete(log);
    parquetry
        .run(
            "convert",
            manifest,
            "--output=" + two,
            "--target-file-size=300KB",
            "--parallelism=2",
            "-Dcluster.evenly-spread-out-slots=true",
            "-Dminicluster.number-of-taskmanagers=2")
        .with(0);
    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.startsWith("Registering TaskManager with ResourceID"))
        .hasSize(2);
    parquetry
        .run("compare", "--left=" + one, "--right=" + two, "--ignore=_processing_timestamp")
        .with(0);
  }

  /** Empty while nobody listens. */
  private static String scrape(int port) {
    try (InputStream in =
        URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private Ended runUnchecked(String... arguments) {
    try {
      return run(arguments);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theS3FileSystemIsAPluginInAFolderOfItsOwn() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("plugins/s3-fs-hadoop"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("flink-s3-fs-hadoop-1.20.1.jar");
    }
  }

  private Ended run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(HOME + "/bin/parquetry");
    command.addAll(List.of(arguments));
    Path text = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(text.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(text, StandardCharsets.UTF_8));
  }
}
