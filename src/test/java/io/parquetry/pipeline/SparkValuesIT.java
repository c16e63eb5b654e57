/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.failure.FailureKind;
import io.parquetry.oracle.Conversion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --values=spark} says in the report; the values themselves are golden cases. */
class SparkValuesIT {
  private static final Path CASE = Path.of("src/test/resources/cases/spark-values-corrupt-records");

  @TempDir Path folder;

  @Test
  void theReportAddsUpThoughLinesGiveSeveralRows() throws Exception {
    Conversion conversion =
        Conversion.succeeding(
            CASE.resolve("manifest.json"),
            folder.resolve("out"),
            "--values=spark",
            "--bad-records=corrupt-record");

    JsonNode totals = conversion.report().get("totals");
    assertThat(counts(totals)).containsExactly(9L, 9L, 5L, 2L, 3L);
    assertThat(counts(conversion.report().get("files").get(0))).containsExactly(7L, 7L, 4L, 2L, 2L);
    assertThat(conversion.report().get("columns"))
        .extracting(c -> c.get("name").asText() + " " + c.get("spark_type").asText())
        .containsExactly(
            " ",
            "empty bigint",
            "gone ",
            "list array<double>",
            "n double",
            "s struct<at:array<boolean>,city:string,zip:bigint>",
            "text string");
    List<String> warnings = new ArrayList<>();
    conversion.report().get("warnings").forEach(warning -> warnings.add(warning.asText()));
    assertThat(warnings)
        .anyMatch(w -> w.contains("become NULL: \"empty\""))
        .anyMatch(w -> w.contains("get no column in Spark: \"\", \"gone\""));
    assertThat(conversion.quarantine()).isEmpty();
  }

  private static List<Long> counts(JsonNode node) {
    return List.of(
        node.get("lines").asLong(),
        node.get("rows").asLong(),
        node.get("extra_rows").asLong(),
        node.get("blank").asLong(),
        node.get("bad").asLong());
  }

  @Test
  void emptyStringsThatSparkCannotReadFailTheRunWhereBadRecordsDo() throws Exception {
    Files.writeString(
        folder.resolve("a-2025-12-23.ndjson"), "{\"a\":1,\"b\":\"\"}\n{\"a\":\"\"}\n");
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson"));

    Conversion conversion =
        Conversion.run(manifest, folder.resolve("out"), "--values=spark", "--bad-records=fail");

    assertThat(conversion.exitCode()).isEqualTo(FailureKind.BAD_RECORDS.exitCode());
    assertThat(conversion.errors()).contains("columns have empty strings").contains("[a]");
  }

  @Test
  void bothPassesSeeTheSameInManySmallRanges() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      lines.append("[{\"n\":").append(i).append("},{'o':{\"x\":").append(i).append("}}]\nbad\n");
      lines.append("{\"pad\":\"").append("x".repeat(100)).append("\"}\n");
    }
    Files.writeString(folder.resolve("a-2025-12-23.ndjson"), lines + "{\"n\":0.5}\n");
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson"));

    Conversion conversion =
        Conversion.succeeding(
            manifest,
            folder.resolve("out"),
            "--values=spark",
            "--bad-records=corrupt-record",
            "--target-file-size=64KB");

    assertThat(counts(conversion.report().get("totals")))
        .containsExactly(9_001L, 12_001L, 6_000L, 0L, 3_000L);
    assertThat(conversion.rows().stream().map(row -> row.get("n")).filter(n -> n != null))
        .hasSize(3_001)
        .allMatch(n -> n.matches("\\d+\\.\\d"));
    assertThat(conversion.rows().stream().map(row -> row.get("o")).filter(o -> o != null))
        .hasSize(3_000)
        .contains("{2999}");
  }
}
