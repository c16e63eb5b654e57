/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.oracle.DuckDb;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input made to exhaust memory or stack, in processes with the heap that the program has by
 * default: it is converted, or a stated limit says what is wrong.
 */
class ResourceLimitsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MEBI = 1 << 20;

  @TempDir Path folder;

  private final List<String> names = new ArrayList<>();

  private Distribution parquetry;

  @BeforeEach
  void inAFolderOfItsOwn() throws IOException {
    parquetry = new Distribution(Files.createDirectory(folder.resolve("printed")));
  }

  @Test
  void oneColumnMoreThanTwentyThousandIsALimitFailure() throws Exception {
    Files.writeString(file(""), wideLine(20_001));
    assertThat(convert(8).text())
        .contains("parquetry: error (LIMIT, exit code 8)", "more than 20000 different keys");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Tag("long")
  @Test
  void millionsOfRowsAreComparedInHalfAGigabyte() throws Exception {
    long rows = 4_000_000;
    String columns =
        "i::VARCHAR AS id, md5(i::VARCHAR) AS a, repeat('x', (i % 100)::INT) || i AS b";
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute(
          "COPY (SELECT "
              + columns
              + " FROM range("
              + rows
              + ") t(i)) TO '"
              + folder
              + "/l.parquet'");
      duckDb.execute(
          "COPY (SELECT "
              + columns.replace(
                  "md5(i::VARCHAR)", "CASE i WHEN 77 THEN 'z' ELSE md5(i::VARCHAR) END")
              + " FROM range("
              + rows
              + ") t(i) ORDER BY i % 1009) TO '"
              + folder
              + "/r.parquet'");
    }
    parquetry.with("PARQUETRY_JAVA_OPTS", "-Xmx512m");
    long begin = System.nanoTime();
    String text =
        parquetry
            .run(
                "compare",
                "--left=" + folder + "/l.parquet",
                "--right=" + folder + "/r.parquet",
                "--key=id")
            .with(1)
            .text();
    System.err.printf("compared %,d rows in %.1f s%n", 2 * rows, (System.nanoTime() - begin) / 1e9);
    assertThat(text)
        .contains("rows: 3,999,999 equal, 0 only on the left, 0 only on the right, 1 with")
        .contains(
            "{\"id\":\"77\"}: left \"" + "28dd2c7955ce926456240b2ff0100bde" + "\", right \"z\"");
  }

  @Tag("long")
  @Test
  void twentyThousandColumnsInOneLineAreConverted() throws Exception {
    Files.writeString(file(""), wideLine(20_000));
    convert(0);
    assertThat(report().get("columns")).hasSize(20_000);
  }

  @Tag("long")
  @Test
  void twentyThousandColumnsInEachOfManyLinesAreConverted() throws Exception {
    String line = wideLine(20_000);
    Files.write(file(""), Collections.nCopies(300, line.stripTrailing()));
    convert(0);
    assertThat(report().get("records_processed").asInt()).isEqualTo(300);
  }

  @Test
  void linesOfHundredsOfMegabytesAreBadRecordsAlsoFromAZipBomb() throws Exception {
    try (OutputStream out = Files.newOutputStream(file(""))) {
      out.write(bytes("{\"a\":1}\n{\"a\":\""));
      writeMany(out, 'x', 100);
      out.write(bytes("\"}\n{\"a\":2}\n"));
    }
    withoutNewline(file(""), 300);
    zipBomb(file(".gz"), 512);
    convert(0);
    JsonNode report = report();
    assertThat(report.get("records_processed").asInt()).isEqualTo(2);
    assertThat(report.get("bad_records_by_cause").get("TOO_LONG").asInt()).isEqualTo(3);
    assertThat(report.get("files").findValuesAsText("text_bytes"))
        .containsExactly(
            Long.toString(100L * MEBI + 25),
            Long.toString(300L * MEBI),
            Long.toString(512L * MEBI));
  }

  @Tag("long")
  @Test
  void aZipBombOfTwoGigabytesIsOneBadRecord() throws Exception {
    zipBomb(file(".gz"), 2_048);
    assertThat(Files.size(folder.resolve(names.get(0)))).isLessThan(4L * MEBI);
    convert(0);
    assertThat(report().get("bad_records_by_cause").get("TOO_LONG").asInt()).isEqualTo(1);
  }

  @Tag("long")
  @Test
  void aZipBombOfManyShortLinesIsConvertedInBoundedMemory() throws Exception {
    byte[] lines = bytes("{\"a\":1}\n".repeat(MEBI / 8));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file(".gz")))) {
      for (int i = 0; i < 256; i++) {
        out.write(lines);
      }
    }
    convert(0);
    assertThat(report().get("records_processed").asLong()).isEqualTo(256L * MEBI / 8);
  }

  @Test
  void aHundredThousandLevelsOfNestingAreBadRecords() throws Exception {
    deepLines();
    convert(0);
    assertThat(report().get("bad_records_by_cause").get("TOO_DEEP").asInt()).isEqualTo(2);
    assertThat(report().get("records_processed").asInt()).isEqualTo(1);
  }

  @Test
  void aHundredThousandLevelsOfNestingAreConvertedWhereTheyAreAllowed() throws Exception {
    deepLines();
    convert(0, "--max-depth=1000000");
    assertThat(report().get("records_processed").asInt()).isEqualTo(3);
  }

  @Test
  void aManifestOfAHundredThousandLevelsIsRefused() throws Exception {
    Path manifest =
        Files.writeString(
            folder.resolve("m.json"), "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    Distribution.Ended ended =
        parquetry.run("convert", "--manifest=" + manifest, "--output=" + folder.resolve("out"));
    assertThat(ended.with(3).text()).contains("the manifest is not valid JSON", "nesting depth");
  }

  @Test
  void aManifestOfAHundredThousandEntriesIsCollected() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      Files.writeString(file(""), "{\"a\":" + i + "}\n");
    }
    List<String> thousand = List.copyOf(names);
    for (int i = 1; i < 100; i++) {
      names.addAll(thousand);
    }
    assertThat(convert(0).text()).contains("names 1000 of its files more than once");
    assertThat(report().get("records_processed").asInt()).isEqualTo(1_000);
  }

  @Tag("long")
  @Test
  void aManifestOfAHundredThousandFilesIsConverted() throws Exception {
    for (int i = 0; i < 100_000; i++) {
      Files.writeString(file(""), "{\"a\":" + i + "}\n");
    }
    convert(0);
    assertThat(report().get("records_processed").asInt()).isEqualTo(100_000);
  }

  /** They compress so well that all of them are planned into one part. */
  @Tag("long")
  @Test
  void ninetyLinesOfEightMegabytesAreConverted() throws Exception {
    try (OutputStream out = Files.newOutputStream(file(""))) {
      for (int i = 0; i < 90; i++) {
        out.write(bytes("{\"a\":\"" + i));
        writeMany(out, 'x', 8);
        out.write(bytes("\"}\n"));
      }
    }
    convert(0);
    assertThat(report().get("records_processed").asInt()).isEqualTo(90);
  }

  @Test
  @Tag("long")
  void ninetyColumnsEachWithALineOfEightMegabytesAreConverted() throws Exception {
    try (OutputStream out = Files.newOutputStream(file(""))) {
      for (int i = 0; i < 90; i++) {
        out.write(bytes("{\"a" + i + "\":\""));
        writeMany(out, 'x', 8);
        out.write(bytes("\"}\n"));
      }
    }
    convert(0);
    assertThat(report().get("records_processed").asInt()).isEqualTo(90);
  }

  /** A file of the manifest, not there yet. */
  private Path file(String ending) {
    String name = "part-2025-12-23-" + names.size() + ".ndjson" + ending;
    names.add(name);
    return folder.resolve(name);
  }

  private Distribution.Ended convert(int exitCode, String... options) throws Exception {
    String entries = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
    Path manifest =
        Files.writeString(
            folder.resolve("m.json"), "{\"fileLocations\":[{\"URIs\":[" + entries + "]}]}");
    List<String> arguments = new ArrayList<>(List.of("convert", "--manifest=" + manifest));
    arguments.add("--output=" + folder.resolve("out"));
    arguments.addAll(List.of(options));
    Distribution.Ended ended = parquetry.run(arguments.toArray(String[]::new)).with(exitCode);
    assertThat(ended.text())
        .doesNotContain("OutOfMemory", "StackOverflow", "Java heap space", "TaskManager", "\tat ");
    return ended;
  }

  private JsonNode report() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("out/_parquetry"))) {
      Path report = files.filter(file -> file.endsWith("report.json")).findFirst().orElseThrow();
      return JSON.readTree(report.toFile());
    }
  }

  private void deepLines() throws IOException {
    Files.writeString(
        file(""),
        "{\"a\":"
            + "[".repeat(100_000)
            + "]".repeat(100_000)
            + "}\n"
            + "{\"a\":1}\n"
            + "{\"a\":".repeat(100_000)
            + "1"
            + "}".repeat(100_000)
            + "\n");
  }

  private static String wideLine(int columns) {
    return IntStream.range(0, columns)
        .mapToObj(i -> "\"k" + i + "\":" + i * 7_919L)
        .collect(Collectors.joining(",", "{", "}\n"));
  }

  /** All zeros behind its first bytes; the file system stores no more than those. */
  private static void withoutNewline(Path file, int mebibytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(bytes("{\"a\":\""));
      out.setLength((long) mebibytes * MEBI);
    }
  }

  private static void zipBomb(Path file, int mebibytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      writeMany(out, 0, mebibytes);
    }
  }

  private static void writeMany(OutputStream out, int filler, int mebibytes) throws IOException {
    byte[] block = new byte[MEBI];
    Arrays.fill(block, (byte) filler);
    for (int i = 0; i < mebibytes; i++) {
      out.write(block);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
