/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.Escapes;
import io.parquetry.json.JsonKind;
import io.parquetry.json.KeyTable;
import io.parquetry.json.ObjectScanner;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.plan.Columns;
import io.parquetry.pipeline.plan.PartPlan;
import java.nio.charset.StandardCharsets;

/**
 * The verb stringify: gives each field of a line its text, by the rules of {@code
 * src/docs/semantics.md}. Nothing is copied but strings with escapes. One for each part.
 */
public final class RowStringifier {
  private final Columns columns;
  private final KeyTable positions;
  private final TextRow row;
  private final byte[] timestamp;

  private InputFile sourceFile;
  private byte[] source = new byte[0];
  private byte[] scratch = new byte[1024];
  private int scratchUsed;

  /**
   * A stringifier for the rows of one part.
   *
   * @param timestamp the text of the audit column, the same for the whole run
   */
  public RowStringifier(PartPlan part, String timestamp) {
    this.columns = part.columns();
    this.positions = KeyTable.of(columns.keys());
    this.row = new TextRow(part);
    this.timestamp = timestamp.getBytes(StandardCharsets.UTF_8);
  }

  /** The row of a line; valid until the next call. */
  public TextRow row(ScannedLine line) {
    ObjectScanner fields = line.fields();
    byte[] bytes = line.bytes();
    row.begin(line.firstOfPart());
    scratchUsed = 0;
    for (int i = 0; i < fields.fieldCount(); i++) {
      int position = position(line, i);
      int start = fields.valueStart(i);
      int length = fields.valueEnd(i) - start;
      if (fields.kind(i) == JsonKind.NULL) {
        row.setNull(position);
      } else if (fields.valueEscaped(i)) {
        int from = resolve(bytes, start, start + length);
        row.set(position, scratch, from, scratchUsed - from);
      } else {
        row.set(position, bytes, start, length);
      }
    }
    row.set(columns.timestampPosition(), timestamp, 0, timestamp.length);
    byte[] sourceText = source(line.range().file());
    row.set(columns.sourcePosition(), sourceText, 0, sourceText.length);
    return row;
  }

  private int position(ScannedLine line, int field) {
    ObjectScanner fields = line.fields();
    int from = fields.keyStart(field);
    int to = fields.keyEnd(field);
    byte[] key = line.bytes();
    if (fields.keyEscaped(field)) {
      from = resolve(key, from, to);
      key = scratch;
      to = scratchUsed;
    }
    int position = positions.find(key, from, to);
    if (position == KeyTable.ABSENT) {
      String name = new String(key, from, to - from, StandardCharsets.UTF_8);
      throw ParquetryException.at(
          FailureKind.INPUT_CHANGED,
          line.range().file().uri() + ":" + line.number(),
          "field \""
              + Excerpt.of(name)
              + "\" was not there when the columns were discovered: the file has changed; run"
              + " again when nothing changes its input");
    }
    return position;
  }

  /** Resolves escapes into the scratch space of the row; returns where the text begins. */
  private int resolve(byte[] bytes, int from, int to) {
    if (scratch.length - scratchUsed < to - from) {
      // Slices handed out for this row keep the old array alive.
      scratch = new byte[Math.max(2 * scratch.length, to - from)];
      scratchUsed = 0;
    }
    int begin = scratchUsed;
    scratchUsed = Escapes.resolve(bytes, from, to, scratch, begin);
    return begin;
  }

  private byte[] source(InputFile file) {
    if (file != sourceFile) {
      sourceFile = file;
      source = file.uri().getBytes(StandardCharsets.UTF_8);
    }
    return source;
  }
}
