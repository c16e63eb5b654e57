/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.collect.CollectOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliRegressionTest {
  @Test
  void configWithoutValueIsUsage() {
    assertThat(ParquetryCommand.execute("convert", "--manifest=a", "--output=b", "--config"))
        .isEqualTo(2);
  }

  @Test
  void configTwiceIsUsage() {
    assertThat(
            ParquetryCommand.execute(
                "convert", "--manifest=a", "--output=b", "--config=a", "--config=b"))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"convert", "head", "sample"})
  void versionOfCommands(String c) {
    var out = new java.io.ByteArrayOutputStream();
    var old = System.out;
    System.setOut(new java.io.PrintStream(out, true, java.nio.charset.StandardCharsets.UTF_8));
    try {
      ParquetryCommand.execute(c, "--version");
    } finally {
      System.setOut(old);
    }
    assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).contains("parquetry");
  }

  @Test
  void parallelismIsToldWithTheOthers() {
    var out = new java.io.ByteArrayOutputStream();
    var old = System.err;
    System.setErr(new java.io.PrintStream(out, true, java.nio.charset.StandardCharsets.UTF_8));
    try {
      ParquetryCommand.execute(
          "convert", "--manifest=a", "--output=b", "--parallelism=0", "--max-depth=0");
    } finally {
      System.setErr(old);
    }
    assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8))
        .contains("--max-depth", "--parallelism");
  }

  @Test
  void signedYearIsNoDay() {
    CollectOptions o =
        picocli.CommandLine.populateCommand(
            new CollectOptions(), "--manifest=x", "--date=+12025-01-01");
    var p = new io.parquetry.config.Problems();
    o.check(p);
    org.assertj.core.api.Assertions.assertThatThrownBy(p::throwIfAny)
        .hasMessageContaining("--date");
  }
}
