/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.failure.Excerpt;
import java.io.PrintWriter;
import java.util.Locale;

/** A run report in a few lines, for people. */
final class Summary {

  private Summary() {}

  /** Those that Spark drops have no type of Spark's. */
  private static long columns(JsonNode report) {
    long dropped =
        report.get("columns").findValues("spark_type").stream()
            .filter(type -> type.asText().isEmpty())
            .count();
    return report.get("columns").size() - dropped;
  }

  static void print(JsonNode report, PrintWriter out) {
    JsonNode totals = report.get("totals");
    JsonNode stages = report.get("stages");
    out.printf(
        Locale.ROOT,
        "published run %s: %,d rows with %,d columns from %,d file(s)%n",
        report.get("run").asText(),
        totals.get("rows").asLong(),
        columns(report) + 2,
        totals.get("files").asLong());
    long extra = totals.path("extra_rows").asLong();
    out.printf(
        Locale.ROOT,
        "lines: %,d = %,d rows%s + %,d blank + %,d bad%n",
        totals.get("lines").asLong(),
        totals.get("rows").asLong(),
        extra == 0 ? "" : String.format(Locale.ROOT, " − %,d extra rows", extra),
        totals.get("blank").asLong(),
        totals.get("bad").asLong());
    report
        .get("bad_records_by_cause")
        .fields()
        .forEachRemaining(
            cause ->
                out.printf(
                    Locale.ROOT, "  bad: %,d × %s%n", cause.getValue().asLong(), cause.getKey()));
    for (JsonNode file : report.get("output_files")) {
      out.printf(
          Locale.ROOT,
          "part: %s  %,d bytes, %,d rows, %,d row group(s)%n",
          Excerpt.whole(file.get("path").asText()),
          file.get("bytes").asLong(),
          file.get("rows").asLong(),
          file.get("row_groups").asLong());
    }
    out.printf(
        Locale.ROOT,
        "time: collect %,d ms, discover %,d ms, plan %,d ms, write %,d ms, publish %,d ms%n",
        stages.get("collect_ms").asLong(),
        stages.get("discover_ms").asLong(),
        stages.get("plan_ms").asLong(),
        stages.get("write_ms").asLong(),
        stages.get("publish_ms").asLong());
    for (JsonNode warning : report.get("warnings")) {
      out.println("warning: " + Excerpt.whole(warning.asText()));
    }
    out.flush();
  }
}
