/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Spark itself, in a process with a class path of its own. */
final class SparkProcess {
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private SparkProcess() {}

  /** Lets Spark read a folder of cases in these modes; see {@code SparkOracle}. */
  static void read(Path cases, Path results, boolean interpreted, String... modes)
      throws IOException, InterruptedException {
    Path jars = Path.of(System.getProperty("parquetry.spark"));
    assertThat(jars).as("Spark's jars; say -Pspark-oracle").isDirectory();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx2g");
    OPENED.forEach(
        name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
    command.addAll(List.of("-cp", jars + "/*", "src/test/spark/SparkOracle.java"));
    command.addAll(List.of(cases.toString(), results.toString()));
    command.add(interpreted ? "interpreted" : "codegen");
    command.addAll(Arrays.asList(modes));
    Path log = Files.createTempFile("spark", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(20, TimeUnit.MINUTES)).as("Spark has ended").isTrue();
      assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
