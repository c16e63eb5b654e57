/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.oracle.Conversion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code --columns} changes; that all else is as with discovered columns, {@link
 * GoldenCasesIT} shows.
 */
class GivenColumnsIT {
  @TempDir Path folder;

  @Test
  void theColumnsAreThoseGivenInTheirOrderWhateverKeysThereAre() throws Exception {
    Path manifest = input("{\"a\":1,\"b\":2}\n", "{\"c\":3,\"b\":null}\n{\"d e\":4}\n");
    Conversion conversion = Conversion.succeeding(manifest, out(), "--columns=b,z,a");

    assertThat(conversion.columns()).containsExactly("b", "z", "a", "_source_file");
    assertThat(conversion.rows())
        .extracting(row -> row.get("a"), row -> row.get("b"), row -> row.get("z"))
        .containsExactly(tuple("1", "2", null), tuple(null, null, null), tuple(null, null, null));
    assertThat(texts(conversion.report().get("warnings")))
        .containsExactly(
            "2 values have no column among those given by --columns and were not written; their"
                + " keys: \"c\", \"d e\"");
    assertThat(conversion.report().get("columns_given").asBoolean()).isTrue();
    assertThat(conversion.files()).noneMatch(name -> name.contains("counts-"));
  }

  @Test
  void allCountsOfFilesAreThoseThatDiscoveryWouldHaveFound() throws Exception {
    List<String> names = new ArrayList<>();
    String text = "{\"a\":1}\n\n{\"b\":[\n{\"a\":2,\"a\":3}";
    List<String> texts =
        List.of(text, "", "\n \n", "\ufeff" + text, "\ufeff", text + "\n" + text, "x");
    for (String lines : texts) {
      names.add("plain-2025-12-23-" + names.size() + ".ndjson");
      Files.writeString(folder.resolve(names.get(names.size() - 1)), lines);
    }
    for (String name : List.of("named-2025-12-23.ndjson.gz", "not-named-2025-12-23.ndjson")) {
      names.add(name);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    // Cut into many ranges, since each file of 64 KB makes a part.
    names.add("large-2025-12-23.ndjson");
    Files.writeString(folder.resolve("large-2025-12-23.ndjson"), (text + "\n").repeat(9_000));
    Path manifest = Conversion.manifest(folder, names);

    JsonNode discovered =
        Conversion.succeeding(manifest, folder.resolve("discovered"), "--target-file-size=64KB")
            .report();
    JsonNode given =
        Conversion.succeeding(manifest, out(), "--columns=a,b", "--target-file-size=64KB").report();

    assertThat(given.get("files")).isEqualTo(discovered.get("files"));
    for (String count : List.of("text_bytes", "lines", "rows", "blank", "bad", "duplicate_keys")) {
      assertThat(given.get("totals").get(count)).isEqualTo(discovered.get("totals").get(count));
    }
    assertThat(given.get("bad_records_by_cause")).isEqualTo(discovered.get("bad_records_by_cause"));
  }

  @Test
  void aKeyNamedLikeAnAuditColumnIsOneWithoutColumn() throws Exception {
    Path manifest = input("{\"a\":1,\"_source_file\":\"x\"}\n");
    Conversion conversion = Conversion.succeeding(manifest, out(), "--columns=a");
    assertThat(conversion.rows().get(0)).containsEntry("_source_file", "part-2025-12-23-0.ndjson");
    assertThat(texts(conversion.report().get("warnings")))
        .singleElement()
        .asString()
        .endsWith("their keys: \"_source_file\"");
  }

  @Test
  void manyKeysWithoutColumnAreCountedAndTheFirstNamed() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      lines.append(String.format("{\"k%04d\":1}%n", i));
    }
    Conversion conversion = Conversion.succeeding(input(lines.toString()), out(), "--columns=a");
    assertThat(conversion.rows()).hasSize(3_000);
    assertThat(texts(conversion.report().get("warnings")))
        .containsExactly(
            "3000 values have no column among those given by --columns and were not written; their"
                + " keys: \"k0000\", \"k0001\", \"k0002\", \"k0003\", \"k0004\" and at least 995 more");
  }

  @Test
  void tooManyBadRecordsPublishNothingAndAreNamed() throws Exception {
    Path manifest = input("{\"a\":1}\n\n{\"a\":}\n", "{\"a\":2}\n[]\n");
    Conversion conversion = Conversion.run(manifest, out(), "--columns=a", "--bad-records=fail");
    assertThat(conversion.exitCode()).isEqualTo(5);
    assertThat(conversion.errors())
        .contains(
            "2 of 4 records are bad: expected none (--bad-records=fail); nothing was published",
            "[part-2025-12-23-0.ndjson:3] byte 9 of the file, column 6: a value is expected",
            "[part-2025-12-23-1.ndjson:2] byte 8 of the file, column 1: the value is not an object");
    assertThat(conversion.files())
        .noneMatch(name -> name.endsWith("_SUCCESS") || name.contains("published-"));
    assertThat(conversion.files()).noneMatch(name -> name.endsWith(".parquet"));
    Conversion again = Conversion.succeeding(manifest, out(), "--columns=a");
    assertThat(again.parts()).hasSize(1);
    assertThat(again.files()).filteredOn(name -> name.endsWith(".parquet")).hasSize(1);
  }

  @Test
  void whatWasPublishedStandsAsItWasWhereAReplacementHasTooManyBadRecords() throws Exception {
    Path manifest = input("{\"a\":1}\nbad\n");
    List<String> before = Conversion.succeeding(manifest, out()).files();
    Conversion replacing =
        Conversion.run(
            manifest, out(), "--columns=a", "--if-published=replace", "--bad-records=fail");
    assertThat(replacing.exitCode()).isEqualTo(5);
    assertThat(visible(replacing.files())).isEqualTo(visible(before));
  }

  @Test
  void theMarkerOfAnotherRunStandsWhereThereAreTooManyBadRecords() throws Exception {
    Conversion.succeeding(input("{\"a\":1}\n"), out());
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("y-2025-12-23.ndjson"), "{\"a\":2}\nbad\n");
    Path manifest = Conversion.manifest(other, List.of("y-2025-12-23.ndjson"));
    List<String> before = Conversion.run(folder.resolve("manifest.json"), out()).files();
    Conversion failing = Conversion.run(manifest, out(), "--columns=a", "--max-bad-records=0");
    assertThat(failing.exitCode()).isEqualTo(5);
    assertThat(visible(failing.files())).isEqualTo(visible(before));
  }

  private static List<String> visible(List<String> files) {
    return files.stream().filter(name -> name.startsWith("merged-parquet-")).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "--max-bad-records=1, 5",
    "--max-bad-records=2, 0",
    "--max-bad-ratio=0.49, 5",
    "--max-bad-ratio=0.5, 0"
  })
  void limitsOfBadRecordsAreExact(String option, int exitCode) throws Exception {
    Path manifest = input("{\"a\":1}\n{\"a\":}\n", "\n{\"a\":2}\n[]\n");
    assertThat(Conversion.run(manifest, out(), "--columns=a", option).exitCode())
        .isEqualTo(exitCode);
  }

  @Test
  void badLinesOfAFileInManyRangesHaveTheirNumbersInTheFile() throws Exception {
    StringBuilder lines = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 40_000; i++) {
      if (i % 7_001 == 0) {
        expected.add(i + " " + lines.length());
        lines.append("{\"bad\"}\n");
      } else {
        lines.append(
            String.format("{\"id\":\"%d\",\"x\":\"%016x\"}\n", i, i * 0x9e3779b97f4a7c15L));
      }
    }
    Conversion conversion =
        Conversion.succeeding(
            input(lines.toString()), out(), "--columns=id,x", "--target-file-size=64KB");
    assertThat(conversion.parts()).hasSizeGreaterThan(3);
    assertThat(conversion.quarantine())
        .extracting(bad -> bad.get("line").asText() + " " + bad.get("offset").asText())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(conversion.rows()).hasSize(40_000 - expected.size());
    JsonNode totals = conversion.report().get("totals");
    assertThat(totals.get("lines").asInt()).isEqualTo(40_000);
    assertThat(totals.get("bad").asInt()).isEqualTo(expected.size());
  }

  @Test
  void otherColumnsThanThoseOfThePublishedRunAreTold() throws Exception {
    Path manifest = input("{\"a\":1}\n");
    Conversion.succeeding(manifest, out(), "--columns=a");
    Conversion again = Conversion.succeeding(manifest, out(), "--columns=a,b");
    assertThat(again.errors())
        .contains("the run was published with other options: --columns was a and is a,b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--columns=a --values=spark             | [--columns] contradicts --values=spark",
        "--columns=a,_source_file               | [--columns] expected no audit column",
        "--columns=a,x --timestamp-column=x     | [--columns] expected no audit column: x and",
        "--columns=a,b --max-columns=1          | [--columns] expected at most --max-columns=1 names, found 2",
        "--columns=a,a                          | '--columns': the column \"a\" is named twice",
      })
  void whatContradictsIsTold(String options, String message) throws Exception {
    Conversion conversion = Conversion.run(input("{}"), out(), options.split(" "));
    assertThat(conversion.exitCode()).isEqualTo(2);
    assertThat(conversion.errors()).contains(message);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Path input(String... files) throws IOException {
    List<String> names = new ArrayList<>();
    for (String lines : files) {
      String name = "part-2025-12-23-" + names.size() + ".ndjson";
      Files.writeString(folder.resolve(name), lines);
      names.add(name);
    }
    return Conversion.manifest(folder, names);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
