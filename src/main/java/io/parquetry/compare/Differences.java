/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the result that rows tell. It travels with Flink's heartbeats, so it is bounded,
 * however many columns there are and however long values are.
 */
final class Differences {
  /** So many columns that differ are shown with examples; all are counted. */
  private static final int MOST_COLUMNS = 1000;

  /** So many columns of a row are shown. */
  private static final int MOST_OF_A_ROW = 100;

  private static final int MOST_CHARACTERS = 200;

  /** So many characters are shown before the first that differs. */
  private static final int CONTEXT = 40;

  private final ComparedColumns columns;
  private final Tally tally;
  private final ExampleRows rows;
  private final int[] values;

  Differences(List<ComparedFile> files, ComparedColumns columns, Tally tally) {
    this.columns = columns;
    this.tally = tally;
    this.rows = new ExampleRows(files, columns.names());
    this.values = columns.values();
  }

  /** The counts, with their examples. */
  ObjectNode describe() throws IOException {
    readExamples();
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ObjectNode counts = result.putObject("rows");
    counts.put("equal", tally.equal());
    for (Side side : Side.values()) {
      counts.put("only_" + side.word(), tally.only(side).rows);
    }
    if (columns.keyed()) {
      counts.put("changed", tally.changed());
    }
    for (Side side : Side.values()) {
      ArrayNode examples = result.putArray("only_" + side.word());
      for (RowMark mark : tally.only(side).examples.marks()) {
        ObjectNode example = examples.addObject().put("rows", mark.rows(side));
        example.set("row", row(mark.place(side)));
      }
    }
    if (columns.keyed()) {
      describeColumns(result.putArray("changed_columns"));
      ObjectNode duplicates = result.putObject("duplicate_keys");
      for (Side side : Side.values()) {
        describeDuplicates(side, duplicates.putObject(side.word()));
      }
    }
    return result;
  }

  private void readExamples() throws IOException {
    int[] shown = firstOf(columns.all(), MOST_OF_A_ROW);
    for (Side side : Side.values()) {
      for (RowMark mark : tally.only(side).examples.marks()) {
        rows.want(mark.place(side), shown);
      }
      for (RowMark mark : tally.duplicates(side).examples.marks()) {
        rows.want(mark.place(side), columns.key());
      }
    }
    int differing = 0;
    for (int i = 0; i < tally.columns().size() && differing < MOST_COLUMNS; i++) {
      for (RowMark mark : tally.columns().get(i).examples.marks()) {
        rows.want(mark.place(Side.LEFT), columns.key());
        rows.want(mark.place(Side.LEFT), values[i]);
        rows.want(mark.place(Side.RIGHT), values[i]);
      }
      differing += tally.columns().get(i).rows > 0 ? 1 : 0;
    }
    rows.read();
  }

  private static int[] firstOf(int[] positions, int most) {
    return Arrays.copyOf(positions, Math.min(positions.length, most));
  }

  private void describeColumns(ArrayNode target) {
    for (int i = 0; i < tally.columns().size(); i++) {
      Tally.Changed changed = tally.columns().get(i);
      if (changed.rows == 0) {
        continue;
      }
      ObjectNode column = target.addObject();
      column.put("column", columns.names().get(values[i])).put("rows", changed.rows);
      ArrayNode examples = column.putArray("examples");
      for (RowMark mark :
          target.size() > MOST_COLUMNS ? List.<RowMark>of() : changed.examples.marks()) {
        describePair(mark, values[i], examples.addObject());
      }
    }
  }

  private void describePair(RowMark mark, int column, ObjectNode example) {
    example.set("key", key(mark.place(Side.LEFT)));
    String left = rows.value(mark.place(Side.LEFT), column);
    String right = rows.value(mark.place(Side.RIGHT), column);
    int from = 0;
    if (left != null && right != null) {
      int same = 0;
      while (same < Math.min(left.length(), right.length())
          && left.charAt(same) == right.charAt(same)) {
        same++;
      }
      boolean fits = Math.max(left.length(), right.length()) <= MOST_CHARACTERS;
      from = fits ? 0 : Math.max(0, same - CONTEXT);
      if (left.equals(right)) {
        example.put("note", "the same as far as it is shown: longer, or bytes that are no UTF-8");
      }
    }
    example.put("left", window(left, from)).put("right", window(right, from));
  }

  private void describeDuplicates(Side side, ObjectNode target) {
    Tally.Duplicates duplicates = tally.duplicates(side);
    target.put("keys", duplicates.keys).put("rows", duplicates.rows);
    ArrayNode examples = target.putArray("examples");
    for (RowMark mark : duplicates.examples.marks()) {
      ObjectNode example = examples.addObject().put("rows", mark.rows(side));
      example.set("key", key(mark.place(side)));
    }
  }

  private ObjectNode key(Place place) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    for (int column : columns.key()) {
      key.put(columns.names().get(column), window(rows.value(place, column), 0));
    }
    return key;
  }

  private ObjectNode row(Place place) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (int column : firstOf(columns.all(), MOST_OF_A_ROW)) {
      row.put(columns.names().get(column), window(rows.value(place, column), 0));
    }
    return row;
  }

  /** What is shown of a value; null for NULL. */
  private static String window(String text, int from) {
    if (text == null || from == 0 && text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int end = Math.min(text.length(), from + MOST_CHARACTERS);
    return (from > 0 ? "…" : "")
        + text.substring(Math.min(from, end), end)
        + (end < text.length() ? "…" : "");
  }
}
