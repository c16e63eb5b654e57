/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The old job's command line as options of convert. */
class GlueArgumentsTest {
  private final List<String> warnings = new ArrayList<>();

  private List<String> translated(String... args) {
    return List.of(GlueArguments.translated(args, warnings::add));
  }

  @Test
  void theOldJobsArgumentsBecomeOptionsWhetherValuesStandApartOrNot() {
    assertThat(
            translated(
                "--JOB_NAME",
                "merge",
                "--MANIFEST_BUCKET=in-bucket",
                "--MANIFEST_PATH",
                "/manifests/m 1.json",
                "--enable-metrics",
                "--OUTPUT_BUCKET",
                "out-bucket",
                "--COMPRESSION_TYPE",
                "SNAPPY",
                "--TempDir=s3://tmp/a=b",
                "--enable-spark-ui",
                ""))
        .containsExactly(
            "convert",
            "--manifest=s3://in-bucket/manifests/m 1.json",
            "--output=s3://out-bucket",
            "--compression=snappy");
    assertThat(warnings)
        .containsExactly(
            "arguments of AWS Glue that mean nothing here are passed over: --JOB_NAME, --TempDir,"
                + " --enable-metrics, --enable-spark-ui");
  }

  @ParameterizedTest
  @CsvSource({
    "bucket, key/m.json, out/prefix, s3://bucket/key/m.json, s3://out/prefix",
    "ignored, s3://x/m.json, s3://out/, s3://x/m.json, s3://out/",
    "s3a://b/, m.json, /local, s3a://b/m.json, /local",
    "/in, m.json, file:///out, /in/m.json, file:///out",
  })
  void aBucketMayBeANameAUriOrAPath(
      String bucket, String path, String output, String manifest, String outputUri) {
    assertThat(
            translated(
                "convert",
                "--MANIFEST_BUCKET",
                bucket,
                "--MANIFEST_PATH",
                path,
                "--OUTPUT_BUCKET",
                output))
        .contains("--manifest=" + manifest, "--output=" + outputUri);
  }

  @ParameterizedTest
  @CsvSource({"uncompressed, none", "lz4, lz4_raw", "gzip, gzip", "brotli, brotli"})
  void codecsBearSparksNames(String spark, String ours) {
    assertThat(translated("--COMPRESSION_TYPE=" + spark)).contains("--compression=" + ours);
  }

  @Test
  void ourOwnOptionsStayAsTheyAreBesideThem() {
    assertThat(
            translated(
                "convert", "--JOB_NAME", "j", "--manifest", "m", "-Ds3.endpoint=x", "--quiet"))
        .containsExactly("convert", "--manifest", "m", "-Ds3.endpoint=x", "--quiet");
    assertThat(translated("convert", "--manifest=--JOB_NAME")).hasSize(2);
    assertThat(translated("head", "--JOB_NAME")).containsExactly("head", "--JOB_NAME");
    assertThat(translated("--help")).containsExactly("--help");
    assertThat(translated()).isEmpty();
    assertThat(translated("--JOB_NAMES=x")).containsExactly("--JOB_NAMES=x");
  }

  @Test
  void everyArgumentThatIsUnderstoodIsOnTheMigrationPage() throws Exception {
    String page = Files.readString(Path.of("src/docs/migrating-from-glue.md"));
    String source = Files.readString(Path.of("src/main/java/io/parquetry/cli/GlueArguments.java"));
    java.util.regex.Pattern.compile("\"(--[A-Za-z0-9_-]+)\"")
        .matcher(source)
        .results()
        .forEach(name -> assertThat(page).contains("`" + name.group(1) + "`"));
  }
}
