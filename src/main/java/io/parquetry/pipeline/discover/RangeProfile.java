/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.json.Defect;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What discovery has found in one range: lines = rows - extra rows + blank + bad. Where the columns
 * are given, it has counted lines only, and of a whole file of plain text nothing.
 */
public final class RangeProfile implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many bad records of a range are described; the rest is counted. */
  public static final int BAD_LINES_KEPT = 5;

  private final ByteRange range;
  private transient List<ColumnProfile> columns;
  private final List<BadLine> badLines;
  private final EnumMap<Defect, Long> defects;
  private final long textBytes;
  private final boolean read;
  private final int checksum;
  private final long lines;
  private final long rows;
  private final long extraRows;
  private final long blank;
  private final long duplicateKeys;

  RangeProfile(
      ByteRange range,
      List<ColumnProfile> columns,
      List<BadLine> badLines,
      EnumMap<Defect, Long> defects,
      long textBytes,
      boolean read,
      int checksum,
      long lines,
      long rows,
      long extraRows,
      long blank,
      long duplicateKeys) {
    this.range = range;
    this.columns = columns;
    this.badLines = badLines;
    this.defects = defects;
    this.textBytes = textBytes;
    this.read = read;
    this.checksum = checksum;
    this.lines = lines;
    this.rows = rows;
    this.extraRows = extraRows;
    this.blank = blank;
    this.duplicateKeys = duplicateKeys;
  }

  /** A range that need not be read before it is written: the whole of a file of plain text. */
  static RangeProfile unread(ByteRange range, long textBytes) {
    return new RangeProfile(
        range,
        List.of(),
        List.of(),
        new EnumMap<>(Defect.class),
        textBytes,
        false,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** The range. */
  public ByteRange range() {
    return range;
  }

  /** Its columns in the order of their first appearance. */
  public List<ColumnProfile> columns() {
    return columns;
  }

  /** The first few bad records. */
  public List<BadLine> badLines() {
    return badLines;
  }

  /** How often each defect was seen. */
  public Map<Defect, Long> defects() {
    return defects;
  }

  /** Bytes of text, decompressed, from the first line's first byte to the last line's last. */
  public long textBytes() {
    return textBytes;
  }

  /** Whether the range was read; else nothing is known but how large it is. */
  public boolean read() {
    return read;
  }

  /** CRC-32C of all lines without their ends; of a line that is too long, of its beginning. */
  public int checksum() {
    return checksum;
  }

  /** All lines. */
  public long lines() {
    return lines;
  }

  /** Lines that give no row: of white space only, or an empty top-level array. */
  public long blank() {
    return blank;
  }

  /** Lines that are no valid object. */
  public long bad() {
    return defects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows that the range gives. */
  public long rows() {
    return rows;
  }

  /**
   * Rows that no line of their own is counted for: all but the first of a top-level array, and
   * those of bad records. Only with {@code --values=spark}.
   */
  public long extraRows() {
    return extraRows;
  }

  /** Keys that appeared again in the same object. */
  public long duplicateKeys() {
    return duplicateKeys;
  }

  /** Columns may be thousands in each of many ranges, so they are not written as objects. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(columns.size());
    for (ColumnProfile column : columns) {
      column.write(out);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    int count = in.readInt();
    columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(ColumnProfile.read(in, range));
    }
  }
}
