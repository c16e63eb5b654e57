/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.DuckDb;
import io.parquetry.oracle.ObviousConverter;
import io.parquetry.oracle.RandomLines;
import io.parquetry.sample.SampleData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole job on an embedded MiniCluster, read back by DuckDB, against the obvious converter. */
class ConvertIT {
  private static final LocalDate DAY = LocalDate.of(2025, 12, 23);

  @TempDir Path folder;

  private final ObviousConverter oracle = new ObviousConverter();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyRowAndValueIsTheOraclesWhateverTheLines(long seed) throws Exception {
    RandomLines random = new RandomLines(seed, 20);
    Path manifest = input(random.lines(700), random.lines(1), random.lines(900), new byte[0]);
    Conversion.succeeding(manifest, folder.resolve("out")).mustEqual(oracle);
  }

  @Test
  void aFileLargerThanAPartIsReadInRangesAndEachLineOnce() throws Exception {
    Path manifest = SampleData.write(folder, 2, 6 << 20, 5, DAY);
    for (int i = 0; i < 2; i++) {
      String uri = String.format("input/events-2025-12-23-%05d.ndjson", i);
      oracle.add(folder.resolve(uri), uri);
    }
    Conversion conversion =
        Conversion.succeeding(manifest, folder.resolve("out"), "--target-file-size=512KB");
    conversion.mustEqual(oracle);
    List<Long> sizes = sizes(conversion.parts());
    assertThat(sizes).hasSizeGreaterThan(3);
    assertThat(sizes.subList(0, sizes.size() - 1))
        .as("all but the last within 15 % of the target")
        .allSatisfy(size -> assertThat(size).isBetween(445_644L, 602_931L));
  }

  @Test
  void planAndRowsDoNotDependOnParallelismOrTiming() throws Exception {
    Path manifest = SampleData.write(folder, 30, 6 << 20, 7, DAY);
    List<List<Map<String, String>>> results = new ArrayList<>();
    List<JsonNode> plans = new ArrayList<>();
    for (int tasks : new int[] {1, 2, 3, 2}) {
      Path output = folder.resolve("out" + results.size());
      Conversion conversion =
          Conversion.succeeding(
              manifest, output, "--target-file-size=1MB", "--parallelism=" + tasks);
      results.add(conversion.rows());
      plans.add(conversion.report().get("fingerprint"));
      assertThat(conversion.parts()).hasSizeGreaterThan(1);
    }
    assertThat(results).as("the same rows in the same order").allMatch(results.get(0)::equals);
    assertThat(plans).allMatch(plans.get(0)::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "snappy, SNAPPY, .snappy.parquet",
    "zstd, ZSTD, .zstd.parquet",
    "gzip, GZIP, .gz.parquet",
    "lz4_raw, LZ4_RAW, .lz4raw.parquet",
    "none, UNCOMPRESSED, .parquet"
  })
  void everyCompressionIsReadBackByDuckDb(String option, String codec, String ending)
      throws Exception {
    RandomLines random = new RandomLines(11, 5);
    Path manifest = input(random.lines(3_000));
    Conversion conversion =
        Conversion.succeeding(manifest, folder.resolve("out"), "--compression=" + option);
    conversion.mustEqual(oracle);
    Path part = conversion.parts().get(0);
    assertThat(part.toString()).endsWith(ending);
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.texts("SELECT DISTINCT compression FROM parquet_metadata('" + part + "')"))
          .containsExactly(codec);
    }
  }

  @Test
  void twentyThousandColumnsAreCarried() throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int line = 0; line < 200; line++) {
      int first = line * 100;
      lines.write(
          IntStream.range(first, first + 100)
              .mapToObj(i -> "\"k" + i + "\":" + i)
              .collect(Collectors.joining(",", "{", "}\n"))
              .getBytes(StandardCharsets.UTF_8));
    }
    Path manifest = input(lines.toByteArray());
    Conversion conversion = Conversion.succeeding(manifest, folder.resolve("out"));
    assertThat(conversion.columns()).isEqualTo(oracle.columns()).hasSize(20_001);
    try (DuckDb duckDb = new DuckDb()) {
      String part = "read_parquet('" + conversion.parts().get(0) + "')";
      assertThat(duckDb.number("SELECT count(*) FROM " + part)).isEqualTo(200);
      for (int column : new int[] {0, 99, 100, 12_345, 19_999}) {
        assertThat(
                duckDb.texts(
                    "SELECT k" + column + " FROM " + part + " WHERE k" + column + " IS NOT NULL"))
            .containsExactly(Integer.toString(column));
      }
    }
  }

  @Test
  void oneColumnMoreThanAllowedIsALimitFailure() throws Exception {
    Path manifest = input(bytes("{\"a\":1,\"b\":2}\n"), bytes("{\"c\":3}\n"));
    Conversion conversion = failing(manifest, 8, "--max-columns=2");
    assertThat(conversion.errors()).contains("3 different keys", "--max-columns");
  }

  @Test
  void compressedFilesAreReadToTheEndOfTheirLastMember() throws Exception {
    RandomLines random = new RandomLines(13, 5);
    Path file = folder.resolve("part-2025-12-23-0.ndjson.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int member = 0; member < 3; member++) {
        try (GZIPOutputStream gzip = new GZIPOutputStream(new Unclosed(out))) {
          gzip.write(random.lines(50));
          gzip.write('\n');
        }
      }
    }
    oracle.add(file, file.getFileName().toString());
    Path manifest = Conversion.manifest(folder, List.of(file.getFileName().toString()));
    Conversion.succeeding(manifest, folder.resolve("out")).mustEqual(oracle);
  }

  @Test
  void aTruncatedCompressedFileFailsTheRunAndPublishesNothing() throws Exception {
    Path file = folder.resolve("part-2025-12-23-0.ndjson.gz");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
      gzip.write(new RandomLines(17, 5).lines(5_000));
    }
    byte[] bytes = whole.toByteArray();
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Path manifest = Conversion.manifest(folder, List.of(file.getFileName().toString()));
    Conversion conversion = failing(manifest, 6);
    assertThat(conversion.errors())
        .contains("[part-2025-12-23-0.ndjson.gz] cannot be decompressed (GZIP) beyond byte");
  }

  @Test
  void badRecordsFailTheRunWhenTheyMust() throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n\n{\"a\":}\n"), bytes("{\"a\":2}\n[]\n"));
    Conversion conversion = failing(manifest, 5, "--bad-records=fail");
    assertThat(conversion.errors())
        .contains(
            "2 of 4 records are bad: expected none (--bad-records=fail)",
            "[part-2025-12-23-0.ndjson:3] byte 9 of the file, column 6: a value is expected",
            "[part-2025-12-23-1.ndjson:2] byte 8 of the file, column 1: the value is not an object");
    assertThat(conversion.files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--max-bad-records=1, 5",
    "--max-bad-records=2, 0",
    "--max-bad-ratio=0.49, 5",
    "--max-bad-ratio=0.5, 0"
  })
  void limitsOfBadRecordsAreExact(String option, int exitCode) throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n{\"a\":}\n"), bytes("{\"a\":2}\n[]\n"));
    assertThat(Conversion.run(manifest, folder.resolve("out"), option).exitCode())
        .isEqualTo(exitCode);
  }

  @Test
  void droppedBadRecordsAreCountedAndNotKept() throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n{\"a\":}\n"));
    Conversion conversion =
        Conversion.succeeding(manifest, folder.resolve("out"), "--bad-records=drop");
    assertThat(conversion.quarantine()).isEmpty();
    assertThat(conversion.report().get("errors").asInt()).isEqualTo(1);
  }

  @Test
  void aQuarantinedRecordSaysWhereItIsAndKeepsItsBytes() throws Exception {
    byte[] invalid = bytes("{\"a\":1}\n{\"a\":\"?\"}\r\n{\"b\":1,}\n");
    invalid[14] = (byte) 0xff;
    Conversion conversion =
        Conversion.succeeding(input(invalid), folder.resolve("out"), "--max-line-size=1KB");
    assertThat(conversion.quarantine().stream().map(JsonNode::toString))
        .containsExactly(
            "{\"file\":\"part-2025-12-23-0.ndjson\",\"line\":2,\"offset\":8,\"length\":10,"
                + "\"cause\":\"INVALID_UTF8\",\"sentence\":\"the bytes are not UTF-8\",\"column\":7,"
                + "\"base64\":\"eyJhIjoi/yJ9DQ==\"}",
            "{\"file\":\"part-2025-12-23-0.ndjson\",\"line\":3,\"offset\":19,\"length\":8,"
                + "\"cause\":\"KEY_EXPECTED\",\"sentence\":\"a key in double quotes is expected\","
                + "\"column\":8,\"text\":\"{\\\"b\\\":1,}\"}");
  }

  @Test
  void aLineBeyondTheLimitIsQuarantinedInPart() throws Exception {
    String longLine = "{\"a\":\"" + "x".repeat(300_000) + "\"}";
    Path manifest = input(bytes("{\"a\":1}\n" + longLine + "\n{\"a\":2}\n"));
    Conversion conversion =
        Conversion.succeeding(manifest, folder.resolve("out"), "--max-line-size=100KB");
    JsonNode record = conversion.quarantine().get(0);
    assertThat(record.get("cause").asText()).isEqualTo("TOO_LONG");
    assertThat(record.get("length").asLong()).isEqualTo(longLine.length());
    assertThat(record.get("truncated").asBoolean()).isTrue();
    assertThat(longLine).startsWith(record.get("text").asText());
    assertThat(conversion.rows()).hasSize(2);
  }

  @Test
  void zeroRowsArePublishedAsReportAndMarker() throws Exception {
    Conversion conversion =
        Conversion.succeeding(input(bytes("\n \n"), new byte[0]), folder.resolve("out"));
    assertThat(conversion.parts()).isEmpty();
    assertThat(conversion.files()).contains("merged-parquet-2025-12-23/_SUCCESS");
    assertThat(conversion.report().get("status").asText()).isEqualTo("published");
  }

  @Test
  void theSameManifestAgainLeavesOneCopyAndSaysSo() throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n"));
    List<String> before = Conversion.succeeding(manifest, folder.resolve("out")).files();
    Conversion again = Conversion.succeeding(manifest, folder.resolve("out"));
    assertThat(again.files()).isEqualTo(before);
    assertThat(again.errors()).contains("is already published", "nothing to do");
    Files.delete(folder.resolve("out/merged-parquet-2025-12-23/_SUCCESS"));
    assertThat(Conversion.succeeding(manifest, folder.resolve("out")).files())
        .as("a crash before the marker is mended")
        .isEqualTo(before);
  }

  @Test
  void manifestsOfTheSameTextInOtherFoldersAreOtherRuns() throws Exception {
    for (String name : List.of("a", "b")) {
      Path here = Files.createDirectory(folder.resolve(name));
      Files.write(here.resolve("x-2025-12-23.ndjson"), bytes("{\"from\":\"" + name + "\"}\n"));
      Path manifest = Conversion.manifest(here, List.of("x-2025-12-23.ndjson"));
      Conversion.succeeding(manifest, folder.resolve("out"));
    }
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.texts(
                  "SELECT \"from\" FROM read_parquet('"
                      + folder.resolve("out")
                      + "/merged-parquet-2025-12-23/*.parquet')"))
          .containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void inputThatChangedSinceItWasPublishedIsNotPassedOverWithoutAWord() throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n"));
    Conversion.succeeding(manifest, folder.resolve("out"));
    // Of the same length, so that only the time tells.
    Files.write(folder.resolve("part-2025-12-23-0.ndjson"), bytes("{\"a\":2}\n"));
    Conversion again = Conversion.succeeding(manifest, folder.resolve("out"));
    assertThat(again.errors())
        .contains("warning: the input is not what it was", "part-2025-12-23-0.ndjson");
    assertThat(again.rows().get(0)).containsEntry("a", "1");
  }

  @Test
  void anotherManifestIsAppendedToTheSameDate() throws Exception {
    Conversion.succeeding(input(bytes("{\"a\":1}\n")), folder.resolve("out"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.write(second.resolve("x-2025-12-23.ndjson"), bytes("{\"b\":2}\n"));
    Path manifest = Conversion.manifest(second, List.of("x-2025-12-23.ndjson"));
    List<String> files = Conversion.succeeding(manifest, folder.resolve("out")).files();
    assertThat(files.stream().filter(name -> name.endsWith(".parquet"))).hasSize(2);
  }

  @Test
  void whatAnAttemptOfTheSameRunLeftIsRemovedAndNothingElse() throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n"));
    Path output = folder.resolve("out");
    String run = Conversion.succeeding(manifest, output).runFolder().getFileName().toString();
    Files.delete(output.resolve("_parquetry/" + run + "/published-1.json"));
    Path date = output.resolve("merged-parquet-2025-12-23");
    String dead = "part-" + run + "-1-0123abcd-";
    Files.writeString(date.resolve(dead + "0.snappy.parquet"), "half");
    Files.writeString(date.resolve("." + dead + "1.snappy.parquet.inprogress.x"), "half");
    Files.writeString(date.resolve("somebody-elses.parquet"), "whole");
    Conversion again = Conversion.succeeding(manifest, output);
    assertThat(again.files().stream().filter(name -> name.startsWith("merged")))
        .containsExactlyInAnyOrder(
            "merged-parquet-2025-12-23/_SUCCESS",
            "merged-parquet-2025-12-23/somebody-elses.parquet",
            output.relativize(again.parts().get(0)).toString());
  }

  @Test
  void aKeyNamedLikeAnAuditColumnFailsUntilTheAuditColumnIsRenamed() throws Exception {
    Path manifest = input(bytes("{\"a\":1}\n{\"_source_file\":\"mine\"}\n"));
    Conversion failed = failing(manifest, 9);
    assertThat(failed.errors())
        .contains("[part-2025-12-23-0.ndjson:2 field \"_source_file\"]", "--source-column=OTHER");
    Conversion renamed =
        Conversion.succeeding(manifest, folder.resolve("out"), "--source-column=origin");
    assertThat(renamed.columns()).containsExactly("_source_file", "a", "origin");
  }

  @Test
  void theReportAddsUpAndCarriesTheOldNames() throws Exception {
    Path manifest =
        input(bytes("{\"a\":1}\n\n{\"a\":}\n{\"a\":\"x\",\"a\":null}\n"), bytes("{\"b\":[]}\n"));
    JsonNode report = Conversion.succeeding(manifest, folder.resolve("out")).report();
    assertThat(report.get("batches_processed").asInt()).isEqualTo(1);
    assertThat(report.get("records_processed").asInt()).isEqualTo(3);
    assertThat(report.get("errors").asInt()).isEqualTo(1);
    assertThat(report.get("start_time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(report.get("program").get("flink").asText()).isEqualTo("1.20.1");
    assertThat(report.get("files").get(0).toString())
        .isEqualTo(
            "{\"uri\":\"part-2025-12-23-0.ndjson\",\"date\":\"2025-12-23\",\"modified\":\""
                + Files.getLastModifiedTime(folder.resolve("part-2025-12-23-0.ndjson"))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS)
                + "\",\"bytes\":35,"
                + "\"text_bytes\":35,\"lines\":4,\"rows\":2,\"extra_rows\":0,"
                + "\"blank\":1,\"bad\":1,\"duplicate_keys\":1}");
    assertThat(report.get("columns").toString())
        .isEqualTo(
            "[{\"name\":\"a\",\"types\":{\"string\":1,\"number\":1,\"null\":1}},"
                + "{\"name\":\"b\",\"types\":{\"array\":1}}]");
    assertThat(report.get("output_files").get(0).get("rows").asInt()).isEqualTo(3);
    assertThat(report.get("bad_records_by_cause").get("VALUE_EXPECTED").asInt()).isEqualTo(1);
  }

  private Conversion failing(Path manifest, int exitCode, String... options) throws IOException {
    Conversion conversion = Conversion.run(manifest, folder.resolve("failed"), options);
    assertThat(conversion.exitCode()).as(conversion.errors()).isEqualTo(exitCode);
    assertThat(conversion.files().stream().filter(name -> !name.startsWith("_parquetry")))
        .as("nothing is published")
        .isEmpty();
    return conversion;
  }

  private Path input(byte[]... files) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      String name = "part-2025-12-23-" + i + ".ndjson";
      Files.write(folder.resolve(name), files[i]);
      oracle.add(folder.resolve(name), name);
      names.add(name);
    }
    return Conversion.manifest(folder, names);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Long> sizes(List<Path> files) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (Path file : files) {
      sizes.add(Files.size(file));
    }
    return sizes;
  }

  /** Lets several gzip members follow each other. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
