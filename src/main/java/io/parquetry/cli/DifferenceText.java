/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.failure.Excerpt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a comparison, for a person. */
final class DifferenceText {
  private static final List<String> SIDES = List.of("left", "right");

  private final JsonNode result;
  private final PrintWriter out;

  private DifferenceText(JsonNode result, PrintWriter out) {
    this.result = result;
    this.out = out;
  }

  /** Prints it; the last line is {@code equal} or {@code different}. */
  static void print(JsonNode result, PrintWriter out) {
    DifferenceText text = new DifferenceText(result, out);
    text.sides();
    text.columns();
    text.rows();
    text.changedColumns();
    text.duplicateKeys();
    out.println(result.get("equal").asBoolean() ? "equal" : "different");
  }

  private void sides() {
    for (String side : SIDES) {
      JsonNode table = result.get(side);
      line(
          "%-6s %s: %,d file(s), %,d bytes, %,d rows, %,d columns",
          side + ":",
          table.get("folder").asText(),
          table.get("files").asLong(),
          table.get("bytes").asLong(),
          table.get("rows").asLong(),
          table.get("columns").asLong());
      table.get("notes").forEach(note -> line("note: %s", note.asText()));
    }
  }

  private void columns() {
    line(
        "columns: %,d compared%s%s",
        result.get("compared_columns").asLong(),
        named(", key ", result.get("key")),
        named(", ignored ", result.get("ignored")));
    for (String side : SIDES) {
      JsonNode only = result.get(side).get("columns_only_here");
      if (!only.isEmpty()) {
        line("%,d column(s) only on the %s: %s", only.size(), side, names(only));
      }
    }
    for (JsonNode type : result.get("other_types")) {
      line(
          "note: column %s is %s on the left and %s on the right; the texts are compared",
          type.get("column").asText(), type.get("left").asText(), type.get("right").asText());
    }
  }

  private void rows() {
    JsonNode rows = result.get("rows");
    String changed =
        rows.has("changed")
            ? String.format(
                Locale.ROOT,
                ", %,d with the same key and other values",
                rows.get("changed").asLong())
            : "";
    line(
        "rows: %,d equal, %,d only on the left, %,d only on the right%s",
        rows.get("equal").asLong(),
        rows.get("only_left").asLong(),
        rows.get("only_right").asLong(),
        changed);
    for (String side : SIDES) {
      for (JsonNode example : result.get("only_" + side)) {
        line(
            "  only on the %s%s: %s",
            side, times(example.get("rows").asLong()), example.get("row").toString());
      }
    }
  }

  private void changedColumns() {
    for (JsonNode column : result.path("changed_columns")) {
      line(
          "column %s differs in %,d row(s)",
          column.get("column").asText(), column.get("rows").asLong());
      for (JsonNode example : column.get("examples")) {
        line(
            "  %s: left %s, right %s%s",
            example.get("key").toString(),
            value(example.get("left")),
            value(example.get("right")),
            example.has("note") ? " (" + example.get("note").asText() + ")" : "");
      }
    }
  }

  private void duplicateKeys() {
    for (String side : SIDES) {
      JsonNode duplicates = result.path("duplicate_keys").path(side);
      if (duplicates.path("keys").asLong() > 0) {
        line(
            "note: on the %s %,d key(s) have more than one row, %,d in all",
            side, duplicates.get("keys").asLong(), duplicates.get("rows").asLong());
        for (JsonNode example : duplicates.get("examples")) {
          line("  %s: %,d rows", example.get("key").toString(), example.get("rows").asLong());
        }
      }
    }
  }

  private static String times(long rows) {
    return rows == 1 ? "" : String.format(Locale.ROOT, " (%,d times)", rows);
  }

  private static String value(JsonNode value) {
    return value.isNull() ? "NULL" : value.toString();
  }

  private static String named(String word, JsonNode names) {
    return names.isEmpty() ? "" : word + names(names);
  }

  private static String names(JsonNode names) {
    List<String> texts = new ArrayList<>();
    names.forEach(name -> texts.add(name.asText()));
    return String.join(", ", texts);
  }

  /** In one line, without characters that a terminal obeys. */
  private void line(String format, Object... values) {
    out.println(Excerpt.whole(String.format(Locale.ROOT, format, values)));
  }
}
