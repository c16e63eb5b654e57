/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.Defect;
import io.parquetry.json.Escapes;
import io.parquetry.json.JsonKind;
import io.parquetry.json.KeyTable;
import io.parquetry.json.LineReader;
import io.parquetry.json.ObjectScanner;
import io.parquetry.pipeline.collect.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The verb discover: reads a range and counts what is in it. One for each range. Where the columns
 * are given, what the lines hold does not matter yet, and is counted by {@code PartCounts}: here it
 * is how many lines stand before other ranges of the file, and how much text is compressed.
 */
final class Profiler {
  private static final int LAST_ROW = JsonKind.COUNT;

  /** A power of two, for what a line of the processor's cache holds. */
  private static final int WORDS_OF_COLUMN = 2 * Integer.highestOneBit(LAST_ROW);

  private static final long NO_ROW = -1;

  private final InputFile file;
  private final ByteRange range;
  private final DiscoverOptions options;
  private final LineScanner scanner;

  private final KeyTable keys = new KeyTable();
  private final List<ColumnProfile> columns = new ArrayList<>();

  /**
   * Of each column how many values of each kind it has, and the row that it was seen in last:
   * together, since thousands of columns are far apart.
   */
  private long[] seen = new long[64 * WORDS_OF_COLUMN];

  private byte[] scratch = new byte[256];

  private final EnumMap<Defect, Long> defects = new EnumMap<>(Defect.class);
  private final List<BadLine> badLines = new ArrayList<>();
  private long lines;
  private long rows;
  private long extraRows;
  private long nestedFields;
  private long blank;
  private long duplicateKeys;
  private final CRC32C checksum = new CRC32C();

  Profiler(InputFile file, ByteRange range, DiscoverOptions options) {
    this.file = file;
    this.range = range;
    this.options = options;
    this.scanner = new LineScanner(options, keys);
  }

  RangeProfile profile() throws IOException {
    return profile(RangeLines.open(file, range, options.maxLineBytes()));
  }

  /** The profile of the range, whose lines are closed behind it. */
  RangeProfile profile(RangeLines reader) throws IOException {
    long firstByte = 0;
    long behindLast = 0;
    try (reader) {
      firstByte = reader.line().position();
      if (options.columns() != null && reader.isWholeFileOfPlainText()) {
        return RangeProfile.unread(range, range.length() - firstByte);
      }
      while (reader.next()) {
        LineReader line = reader.line();
        checksum.update(line.bytes(), line.start(), line.end() - line.start());
        if (options.columns() == null) {
          add(line);
        }
        lines++;
      }
      behindLast = reader.line().position();
    }
    for (int column = 0; column < columns.size(); column++) {
      columns.get(column).setCounts(seen, column * WORDS_OF_COLUMN);
    }
    return new RangeProfile(
        range,
        columns,
        badLines,
        defects,
        behindLast - firstByte,
        true,
        (int) checksum.getValue(),
        lines,
        rows,
        extraRows,
        blank,
        duplicateKeys);
  }

  private void add(LineReader line) {
    switch (scanner.scan(line)) {
      case OBJECT:
        addRow();
        while (scanner.nextRow()) {
          extraRows++;
          addRow();
        }
        break;
      case BLANK:
        blank++;
        break;
      case BAD:
        addBad(line.offset());
        break;
    }
  }

  private void addBad(long offset) {
    defects.merge(scanner.defect(), 1L, Long::sum);
    if (badLines.size() < RangeProfile.BAD_LINES_KEPT) {
      badLines.add(new BadLine(lines, offset, scanner.defect(), scanner.defectAt() + 1));
    }
    if (options.badRecords() == DiscoverOptions.BadRecords.CORRUPT_RECORD) {
      rows++;
      extraRows++;
    }
  }

  private void addRow() {
    ObjectScanner fields = scanner.fields();
    byte[] bytes = scanner.bytes();
    for (int i = 0; i < fields.fieldCount(); i++) {
      int column = fields.position(i);
      if (column == KeyTable.ABSENT) {
        column = columnOfNewKey(bytes, i);
      }
      int at = column * WORDS_OF_COLUMN;
      if (seen[at + LAST_ROW] == rows) {
        duplicateKeys++;
      }
      seen[at + LAST_ROW] = rows;
      seen[at + fields.kind(i).code()]++;
      if (options.sparkValues()) {
        addType(columns.get(column), i);
      }
    }
    rows++;
  }

  private void addType(ColumnProfile column, int field) {
    int before = column.types().size();
    column.types().add(scanner.fields(), field);
    nestedFields += column.types().size() - before;
    if (nestedFields > options.maxNestedFields()) {
      throw ParquetryException.at(
          FailureKind.LIMIT,
          file.uri(),
          "has more than "
              + options.maxNestedFields()
              + " different fields within nested values: are keys used as values? raise"
              + " --max-columns, of which this is tenfold, only if not");
    }
  }

  /** The column of a key that was new when its line was scanned, or has escapes. */
  private int columnOfNewKey(byte[] bytes, int field) {
    int from = scanner.fields().keyStart(field);
    int to = scanner.fields().keyEnd(field);
    if (!scanner.fields().keyEscaped(field)) {
      return column(bytes, from, to);
    }
    scratch = scratch.length < to - from ? new byte[to - from] : scratch;
    return column(scratch, 0, Escapes.resolve(bytes, from, to, scratch, 0));
  }

  private int column(byte[] key, int from, int to) {
    int column = keys.find(key, from, to);
    return column == KeyTable.ABSENT ? newColumn(key, from, to) : column;
  }

  private int newColumn(byte[] key, int from, int to) {
    int column = keys.add(key, from, to);
    if (column == options.maxColumns()) {
      throw ParquetryException.at(
          FailureKind.LIMIT,
          file.uri(),
          "has more than "
              + options.maxColumns()
              + " different keys: are keys used as values? raise --max-columns only if not");
    }
    int at = column * WORDS_OF_COLUMN;
    if (at == seen.length) {
      seen = Arrays.copyOf(seen, 2 * at);
    }
    seen[at + LAST_ROW] = NO_ROW;
    ColumnProfile profile = new ColumnProfile(keys.name(column), range, lines);
    columns.add(options.sparkValues() ? profile.withTypes() : profile);
    return column;
  }
}
