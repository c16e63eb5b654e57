/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.config.Problems;
import io.parquetry.pipeline.discover.DiscoverOptions.BadRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DiscoverOptionsTest {

  @Test
  void theDefaults() {
    for (DiscoverOptions options : new DiscoverOptions[] {new DiscoverOptions(), options()}) {
      assertThat(options.sparkValues()).isFalse();
      assertThat(options.badRecords()).isEqualTo(BadRecords.QUARANTINE);
      assertThat(options.maxBadRecords()).isNull();
      assertThat(options.maxBadRatio()).isNull();
      assertThat(options.maxLineBytes()).isEqualTo(16 << 20);
      assertThat(options.maxDepth()).isEqualTo(1000);
      assertThat(options.maxColumns()).isEqualTo(20_000);
      assertThatCode(() -> check(options)).doesNotThrowAnyException();
    }
  }

  @Test
  void everyKeyIsRead() {
    DiscoverOptions options =
        options(
            "--values=spark",
            "--bad-records=drop",
            "--max-bad-records=7",
            "--max-bad-ratio=0.25",
            "--max-line-size=64KB",
            "--max-depth=12",
            "--max-columns=99");

    assertThat(options.sparkValues()).isTrue();
    assertThat(options.badRecords()).isEqualTo(BadRecords.DROP);
    assertThat(options.maxBadRecords()).isEqualTo(7);
    assertThat(options.maxBadRatio()).isEqualTo(0.25);
    assertThat(options.maxLineBytes()).isEqualTo(64 << 10);
    assertThat(options.maxDepth()).isEqualTo(12);
    assertThat(options.maxColumns()).isEqualTo(99);
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--max-line-size=1KB",
        "--max-line-size=1GB",
        "--max-depth=1",
        "--max-depth=1000000",
        "--max-columns=1",
        "--max-columns=100000",
        "--max-bad-records=0",
        "--max-bad-ratio=0",
        "--max-bad-ratio=1",
        "--bad-records=FAIL"
      })
  void theBoundsThemselvesAreAllowed(String argument) {
    assertThatCode(() -> check(options(argument))).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-line-size=1023       | [--max-line-size] expected 1KB to 1GB, found 1023 bytes",
        "--max-line-size=1073741825 | [--max-line-size] expected 1KB to 1GB, found 1073741825 bytes",
        "--max-line-size=4GB        | [--max-line-size] expected 1KB to 1GB, found 4294967296 bytes",
        "--max-depth=0              | [--max-depth] expected 1 to 1000000, found 0",
        "--max-depth=1000001        | [--max-depth] expected 1 to 1000000, found 1000001",
        "--max-columns=0            | [--max-columns] expected 1 to 100000, found 0",
        "--max-columns=100001       | [--max-columns] expected 1 to 100000, found 100001",
        "--max-bad-records=-1       | [--max-bad-records] expected 0 or more, found -1",
        "--max-bad-ratio=-0.1       | [--max-bad-ratio] expected 0 to 1, found -0.1",
        "--max-bad-ratio=1.1        | [--max-bad-ratio] expected 0 to 1, found 1.1",
        "--max-bad-ratio=NaN        | [--max-bad-ratio] expected 0 to 1, found NaN",
      })
  void beyondTheBoundsIsAProblem(String argument, String message) {
    assertThatThrownBy(() -> check(options(argument))).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-bad-records=0", "--max-bad-ratio=0.5"})
  void failingOnTheFirstBadRecordContradictsALimit(String limit) {
    assertThatThrownBy(() -> check(options("--bad-records=fail", limit)))
        .hasMessage(
            "[--bad-records=fail] contradicts --max-bad-records and --max-bad-ratio: with fail the"
                + " first bad record ends the run; leave out one or the other");
  }

  @Test
  void rowsOfBadRecordsAreForSparkOnly() {
    assertThat(options("--values=SPARK", "--bad-records=corrupt-record").badRecords())
        .isEqualTo(BadRecords.CORRUPT_RECORD);
    assertThatCode(() -> check(options("--values=spark", "--bad-records=corrupt-record")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(options("--bad-records=corrupt-record")))
        .hasMessage(
            "[--bad-records=corrupt-record] expected together with --values=spark, found without;"
                + " say --values=spark or choose quarantine");
  }

  static DiscoverOptions options(String... args) {
    DiscoverOptions options = new DiscoverOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return options;
  }

  private static void check(DiscoverOptions options) {
    Problems problems = new Problems();
    options.check(problems);
    problems.throwIfAny();
  }
}
