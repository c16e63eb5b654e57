/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.config.Problems;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

class CollectOptionsTest {

  @Test
  void theManifestIsRequiredAndTheRestHasDefaults() {
    CollectOptions options = options("--manifest=m.json");

    assertThat(options.date()).isNull();
    assertThat(options.allow()).isEmpty();
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
    assertThatThrownBy(() -> options())
        .isInstanceOf(MissingParameterException.class)
        .hasMessage("Missing required option: '--manifest=URI'");
  }

  @Test
  void everyKeyIsRead() {
    CollectOptions options =
        options(
            "--manifest=s3://bucket/m.json",
            "--manifest=/n.json",
            "--date=2025-12-23",
            "--allow=s3://a/b,s3://c",
            "--allow=/d");

    assertThat(options.manifests()).containsExactly("s3://bucket/m.json", "/n.json");
    assertThat(options.date()).isEqualTo(LocalDate.of(2025, 12, 23));
    assertThat(options.allow()).containsExactly("s3://a/b", "s3://c", "/d");
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        "today",
        "2025-02-30",
        "2025-1-2",
        "20251223",
        "2025-12-23T00:00",
        "25-12-23",
        "+12025-01-01"
      })
  void whatIsNoDayIsAProblem(String date) {
    assertThatThrownBy(() -> check(options("--manifest=m.json", "--date=" + date)))
        .hasMessage("[--date] expected a day as yyyy-MM-dd, found \"%s\"", date);
  }

  private static CollectOptions options(String... args) {
    return CommandLine.populateCommand(new CollectOptions(), args);
  }

  private static void check(CollectOptions options) {
    Problems problems = new Problems();
    options.check(problems);
    problems.throwIfAny();
  }
}
