/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.config.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

class WriteOptionsTest {

  @Test
  void theOutputIsRequiredAndTheRestHasDefaults() {
    WriteOptions options = options("--output=out");

    assertThat(options.compression()).isEqualTo(PageCompression.SNAPPY);
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
    assertThatThrownBy(() -> options())
        .isInstanceOf(MissingParameterException.class)
        .hasMessage("Missing required option: '--output=URI'");
  }

  @Test
  void everyKeyIsRead() {
    WriteOptions options = options("--output=s3://bucket/out", "--compression=zstd");

    assertThat(options.output()).isEqualTo("s3://bucket/out");
    assertThat(options.compression()).isEqualTo(PageCompression.ZSTD);
    assertThatCode(() -> check(options)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "snappy,  SNAPPY,  .snappy.parquet",
    "zstd,    ZSTD,    .zstd.parquet",
    "gzip,    GZIP,    .gz.parquet",
    "lz4_raw, LZ4_RAW, .lz4raw.parquet",
    "none,    NONE,    .parquet",
  })
  void everyCompressionHasItsFileEnding(String name, PageCompression compression, String ending) {
    assertThat(options("--output=out", "--compression=" + name).compression())
        .isEqualTo(compression);
    assertThat(compression.fileEnding()).isEqualTo(ending);
  }

  @Test
  void anotherCompressionIsRefused() {
    assertThatThrownBy(() -> options("--output=out", "--compression=lzo"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'--compression'")
        .hasMessageContaining("was 'lzo'");
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(strings = {"", "  "})
  void aBlankOutputIsAProblem(String output) {
    assertThatThrownBy(() -> check(options("--output=" + output)))
        .hasMessage("[--output] expected a path or URI, found nothing");
  }

  private static WriteOptions options(String... args) {
    WriteOptions options = new WriteOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return options;
  }

  private static void check(WriteOptions options) {
    Problems problems = new Problems();
    options.check(problems);
    problems.throwIfAny();
  }
}
