/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.Distribution;
import io.parquetry.Distribution.Ended;
import io.parquetry.oracle.PublishedRows;
import io.parquetry.sample.SampleData;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.rpc.pekko.PekkoRpcSystemLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job jar beside what may lie in a cluster's lib folder. Flink's own command line runs it in
 * one process of its own ({@code run -t local}), with the class loaders that a cluster has.
 */
class ClassLoadingIT {
  private static final Path JAR = Path.of(System.getProperty("parquetry.jar")).toAbsolutePath();
  private static final Path OLDER = Path.of(System.getProperty("parquetry.older.flink"));
  private static final int PATIENCE_SECONDS = 180;

  @TempDir Path folder;

  private Path manifest;

  @BeforeEach
  void makeASample() throws IOException {
    manifest = SampleData.write(folder.resolve("in"), 2, 1 << 20, 5, LocalDate.of(2025, 12, 23));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"parent-first, /snappy-java-1.1.8.3.jar", "child-first, /blobStorage/"})
  void itConvertsBesideAnOlderSnappyInFlinksLib(String order, String snappy) throws Exception {
    List<Path> lib =
        jars(
            Distribution.HOME.resolve("lib"),
            name -> !name.equals("parquetry.jar") && !name.startsWith("snappy-java"));
    lib.addAll(jars(OLDER, name -> name.equals("snappy-java-1.1.8.3.jar")));
    lib.add(rpcOfFlink());

    Ended ended = run(lib, order);

    ended.with(0);
    assertThat(source("org.xerial.snappy.Snappy")).contains(snappy);
    PublishedRows accepted = new PublishedRows(manifest);
    assertThat(accepted.accepted()).isPositive();
    assertThat(accepted.difference(PublishedRows.published(output())).none()).isTrue();
  }

  @Test
  void onAnotherLineOfFlinkItSaysWhichOneItIsFor() throws Exception {
    Ended ended = run(jars(OLDER, name -> true), "child-first");

    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.text())
        .contains("error (USAGE, exit code 2): [Flink 1.19.1]")
        .contains("expected Flink 1.20, found 1.19.1");
    assertThat(output()).doesNotExist();
  }

  /** Flink's own, which a cluster has, and the distribution has not. */
  private static Path rpcOfFlink() throws URISyntaxException {
    return Path.of(
        PekkoRpcSystemLoader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Path> jars(Path lib, Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      List<Path> jars =
          files
              .filter(file -> wanted.test(file.getFileName().toString()))
              .collect(Collectors.toCollection(ArrayList::new));
      assertThat(jars).as(lib.toString()).isNotEmpty();
      return jars;
    }
  }

  private Ended run(List<Path> lib, String order) throws Exception {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(conf.resolve("config.yaml"), "classloader.resolve-order: " + order + "\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String opened : List.of("lang", "util", "time")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Xlog:class+load:file=" + loaded());
    command.add("-cp");
    command.add(lib.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.addAll(
        List.of("org.apache.flink.client.cli.CliFrontend", "run", "-t", "local", "-p", "1"));
    command.addAll(List.of(JAR.toString(), "convert", "--manifest=" + manifest));
    command.add("--output=" + output());
    Path text = folder.resolve("printed.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(text.toFile());
    builder.environment().put("FLINK_CONF_DIR", conf.toString());
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as(Files.readString(text, StandardCharsets.UTF_8)).isTrue();
    return new Ended(process.exitValue(), Files.readString(text, StandardCharsets.UTF_8));
  }

  /** Where the JVM says that it has loaded a class from. */
  private String source(String className) throws IOException {
    try (Stream<String> lines = Files.lines(loaded())) {
      return lines
          .filter(line -> line.contains(" " + className + " source: "))
          .collect(Collectors.joining("\n"));
    }
  }

  private Path loaded() {
    return folder.resolve("loaded.txt");
  }

  private Path output() {
    return folder.resolve("out");
  }
}
