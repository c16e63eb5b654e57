/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.JsonKind;
import io.parquetry.json.KeyTable;
import io.parquetry.json.LineReader;
import io.parquetry.json.ObjectScanner;
import io.parquetry.json.TextBuffer;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.plan.Columns;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.spark.ColumnText;
import java.nio.charset.StandardCharsets;

/**
 * The verb stringify: gives each field of a line its text, by the rules of {@code
 * src/docs/semantics.md}, or where columns have types by those of {@code src/docs/spark-values.md}.
 * Nothing is copied but what must be written anew. One for each part.
 */
public final class RowStringifier {
  private final Columns columns;
  private final ColumnText[] texts;
  private final TextRow row;
  private final byte[] timestamp;

  private InputFile sourceFile;
  private byte[] source = new byte[0];
  private final TextBuffer written = new TextBuffer();
  private boolean malformed;

  /**
   * A stringifier for the rows of one part.
   *
   * @param timestamp the text of the audit column, the same for the whole run
   */
  public RowStringifier(PartPlan part, String timestamp) {
    this.columns = part.columns();
    this.texts = columns.types() == null ? null : ColumnText.ofAll(columns.types());
    this.row = new TextRow(part);
    this.timestamp = timestamp.getBytes(StandardCharsets.UTF_8);
  }

  /** The row of a line; valid until the next call. */
  public TextRow row(ScannedLine line) {
    row.begin(line.firstOfPart());
    written.clear();
    malformed = line.badRecord();
    if (!line.badRecord()) {
      setFields(line);
    }
    if (malformed && columns.corruptPosition() != Columns.NO_COLUMN) {
      setCorrupt(line.source());
    }
    row.set(columns.timestampPosition(), timestamp, 0, timestamp.length);
    byte[] sourceText = source(line.range().file());
    row.set(columns.sourcePosition(), sourceText, 0, sourceText.length);
    return row;
  }

  private void setFields(ScannedLine line) {
    ObjectScanner fields = line.fields();
    for (int i = 0; i < fields.fieldCount(); i++) {
      int position = fields.position(i);
      if (position == KeyTable.ABSENT) {
        position = positionOfOtherKey(line, i);
      }
      if (position == Columns.NO_COLUMN || position >= columns.timestampPosition()) {
        // Keys that Spark drops stand behind the audit columns.
        continue;
      }
      if (columns.given() && row.wasSet(position)) {
        line.counts().addDuplicate();
      }
      if (fields.kind(i) == JsonKind.NULL) {
        row.setNull(position);
      } else if (texts == null) {
        setUnchanged(position, line, i);
      } else {
        setTyped(position, line, i);
      }
    }
  }

  private void setUnchanged(int position, ScannedLine line, int field) {
    ObjectScanner fields = line.fields();
    int start = fields.valueStart(field);
    int end = fields.valueEnd(field);
    if (fields.valueEscaped(field)) {
      int from = written.size();
      written.putResolved(line.bytes(), start, end);
      setWritten(position, from);
    } else {
      row.set(position, line.bytes(), start, end - start);
    }
  }

  private void setTyped(int position, ScannedLine line, int field) {
    int from = written.size();
    ColumnText text = texts[position];
    ColumnText.Outcome outcome;
    try {
      outcome = text.write(line.fields(), field, written);
    } catch (ColumnText.UnknownValueException e) {
      throw changed(line, columns.names().get(position), "has " + e.getMessage(), e);
    }
    switch (outcome) {
      case UNCHANGED:
        setUnchanged(position, line, field);
        break;
      case WRITTEN:
        malformed |= text.malformedWithin();
        setWritten(position, from);
        break;
      case MALFORMED:
        malformed = true;
        row.setNull(position);
        break;
    }
  }

  private void setWritten(int position, int from) {
    row.set(position, written.bytes(), from, written.size() - from);
  }

  /** The line as Spark keeps it: its bytes, without a carriage return at its end. */
  private void setCorrupt(LineReader line) {
    int end = line.end();
    if (end > line.start() && line.bytes()[end - 1] == '\r') {
      end--;
    }
    // What is not UTF-8 is replaced: a column of text cannot hold it.
    byte[] text =
        new String(line.bytes(), line.start(), end - line.start(), StandardCharsets.UTF_8)
            .getBytes(StandardCharsets.UTF_8);
    row.set(columns.corruptPosition(), text, 0, text.length);
  }

  /** The position of the column of a key that has escapes, or has no column. */
  private int positionOfOtherKey(ScannedLine line, int field) {
    ObjectScanner fields = line.fields();
    int from = fields.keyStart(field);
    int to = fields.keyEnd(field);
    byte[] key = line.bytes();
    if (fields.keyEscaped(field)) {
      int begin = written.size();
      written.putResolved(key, from, to);
      key = written.bytes();
      from = begin;
      to = written.size();
    }
    // The scanner has looked for all others.
    int position = fields.keyEscaped(field) ? fields.keys().find(key, from, to) : KeyTable.ABSENT;
    if (position == KeyTable.ABSENT && columns.given()) {
      line.counts().addWithoutColumn(key, from, to);
      return Columns.NO_COLUMN;
    }
    if (position == KeyTable.ABSENT) {
      String name = new String(key, from, to - from, StandardCharsets.UTF_8);
      throw changed(line, name, "was not there when the columns were discovered", null);
    }
    return position;
  }

  private static ParquetryException changed(
      ScannedLine line, String name, String what, Throwable cause) {
    return ParquetryException.at(
        FailureKind.INPUT_CHANGED,
        line.range().file().uri() + ":" + line.number(),
        "field \""
            + Excerpt.of(name)
            + "\" "
            + what
            + ": the file has changed; run again when nothing changes its input",
        cause);
  }

  private byte[] source(InputFile file) {
    if (file != sourceFile) {
      sourceFile = file;
      source = file.uri().getBytes(StandardCharsets.UTF_8);
    }
    return source;
  }
}
