/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import org.apache.parquet.column.statistics.Statistics;

/**
 * The smallest and the largest of texts in the order of their bytes, which is Parquet's for text.
 */
final class Extremes {
  /**
   * More than parquet-java writes of a chunk's smallest and largest value together, 4,096; where
   * one ends within a character, up to three bytes less are taken.
   */
  private static final int MOST_BYTES = 4100;

  private final PlainTexts texts;
  private int smallest = -1;
  private int largest = -1;
  private long smallestFirst;
  private long largestFirst;

  /** Of some of these texts; none yet. */
  Extremes(PlainTexts texts) {
    this.texts = texts;
  }

  /** Counts the text at an offset in. */
  void add(int offset) {
    long first = texts.firstBytes(offset);
    if (smallest < 0) {
      smallest = offset;
      smallestFirst = first;
      largest = offset;
      largestFirst = first;
      return;
    }
    if (first == smallestFirst
        ? texts.compare(offset, smallest) < 0
        : Long.compareUnsigned(first, smallestFirst) < 0) {
      smallest = offset;
      smallestFirst = first;
    }
    if (first == largestFirst
        ? texts.compare(offset, largest) > 0
        : Long.compareUnsigned(first, largestFirst) > 0) {
      largest = offset;
      largestFirst = first;
    }
  }

  /**
   * Tells them to a page's statistics, which keep copies as long as the file is open. Of long ones
   * they get the beginnings: parquet-java writes 64 bytes of them into indexes, and none into a
   * footer.
   */
  void addTo(Statistics<?> statistics) {
    if (smallest < 0) {
      return;
    }
    statistics.updateStats(texts.beginning(smallest, MOST_BYTES));
    if (largest != smallest) {
      statistics.updateStats(texts.beginning(largest, MOST_BYTES));
    }
  }
}
