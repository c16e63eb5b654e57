/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rows of one file that wait until there are enough of them to give each column its values in one
 * go, while what belongs to the column is in the processor's caches. Row by row, thousands of
 * columns would be fetched from memory for each value anew. The files of a task take turns.
 */
final class StagedRows {
  /** Enough for each column, so that going there is worth while. */
  private static final int VALUES_OF_COLUMN = 32;

  /** With more columns than most tables have, ten megabytes are enough. */
  private static final int MOST_VALUES = 1 << 18;

  /** If texts are longer, fewer values wait. */
  private static final int TEXT_BYTES_OF_VALUE = 24;

  private final int[] columnOf;
  private final int[] rowOf;

  /** Where each text begins; one more, where the last one ends. */
  private final int[] starts;

  private final byte[] texts;
  private int size;

  /** The columns that the values are for. */
  private TextColumn[] columns;

  /** How many of the values each column has; then, where its next one is to stand in the order. */
  private final int[] counts;

  /** The values, those of each column together. */
  private final int[] ordered;

  /** No rows yet, of so many columns; with none there is no room for any. */
  StagedRows(int columnCount) {
    int values = (int) Math.min(MOST_VALUES, (long) VALUES_OF_COLUMN * columnCount);
    columnOf = new int[values];
    rowOf = new int[values];
    starts = new int[values + 1];
    texts = new byte[TEXT_BYTES_OF_VALUE * values];
    counts = new int[columnCount];
    ordered = new int[values];
  }

  /**
   * Adds a row, whose texts are copied; rows for other columns are given to those before.
   *
   * @param number its number in the row group
   * @return whether there was room for it; else it was not added
   */
  boolean add(TextRow row, int number, TextColumn[] toColumns) throws IOException {
    if (columns != toColumns) {
      drain(columns);
      columns = toColumns;
    }
    if (row.columnsSet() > columnOf.length - size
        || row.textBytes() > texts.length - starts[size]) {
      return false;
    }
    int value = size;
    int end = starts[value];
    for (int i = 0; i < row.columnsSet(); i++) {
      int column = row.columnSet(i);
      if (!row.isNullAt(column)) {
        int length = row.length(column);
        System.arraycopy(row.array(column), row.start(column), texts, end, length);
        end += length;
        columnOf[value] = column;
        rowOf[value] = number;
        value++;
        starts[value] = end;
        counts[column]++;
      }
    }
    size = value;
    return true;
  }

  /** Gives all values for these columns, if there are any, to them, each in the rows' order. */
  void drain(TextColumn[] toColumns) throws IOException {
    if (columns != toColumns || size == 0) {
      return;
    }
    int end = 0;
    for (int column = 0; column < counts.length; column++) {
      end += counts[column];
      counts[column] = end - counts[column];
    }
    for (int value = 0; value < size; value++) {
      ordered[counts[columnOf[value]]++] = value;
    }
    try {
      addOrdered();
    } finally {
      Arrays.fill(counts, 0);
      size = 0;
    }
  }

  private void addOrdered() throws IOException {
    int from = 0;
    for (int column = 0; column < counts.length; column++) {
      int to = counts[column];
      for (int i = from; i < to; i++) {
        int value = ordered[i];
        int start = starts[value];
        columns[column].add(rowOf[value], texts, start, starts[value + 1] - start);
      }
      from = to;
    }
  }
}
