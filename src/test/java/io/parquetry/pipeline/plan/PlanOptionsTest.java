/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.config.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlanOptionsTest {

  @Test
  void theDefaults() {
    for (PlanOptions options : new PlanOptions[] {new PlanOptions(), options()}) {
      assertThat(options.targetFileBytes()).isEqualTo(128 << 20);
      assertThat(options.timestampColumn()).isEqualTo("_processing_timestamp");
      assertThat(options.sourceColumn()).isEqualTo("_source_file");
      assertThatCode(() -> check(options)).doesNotThrowAnyException();
    }
  }

  @Test
  void everyKeyIsRead() {
    PlanOptions options =
        options("--target-file-size=1GB", "--timestamp-column=at", "--source-column=from file");

    assertThat(options.targetFileBytes()).isEqualTo(1 << 30);
    assertThat(options.timestampColumn()).isEqualTo("at");
    assertThat(options.sourceColumn()).isEqualTo("from file");
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "64KB,   65536",
    "1MB,    65536",
    "16MB,   1048576",
    "128MB,  8388608",
    "512MB,  33554432",
    "4GB,    33554432",
  })
  void sixteenRangesAndMoreFillAPartOfAMegabyteOrMore(String target, long rangeBytes) {
    assertThat(options("--target-file-size=" + target).rangeBytes()).isEqualTo(rangeBytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64KB", "4GB"})
  void theBoundsThemselvesAreAllowed(String target) {
    assertThatCode(() -> check(options("--target-file-size=" + target))).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"0, 0", "65535, 65535", "4294967297, 4294967297", "1TB, 1099511627776"})
  void beyondTheBoundsIsAProblem(String target, long bytes) {
    assertThatThrownBy(() -> check(options("--target-file-size=" + target)))
        .hasMessage("[--target-file-size] expected 64KB to 4GB, found %s bytes", bytes);
  }

  @Test
  void twoAuditColumnsOfOneNameAreAProblem() {
    assertThatThrownBy(() -> check(options("--timestamp-column=_source_file")))
        .hasMessage(
            "[--timestamp-column] expected a name other than that of --source-column, found"
                + " \"_source_file\" twice");
  }

  private static PlanOptions options(String... args) {
    return CommandLine.populateCommand(new PlanOptions(), args);
  }

  private static void check(PlanOptions options) {
    Problems problems = new Problems();
    options.check(problems);
    problems.throwIfAny();
  }
}
