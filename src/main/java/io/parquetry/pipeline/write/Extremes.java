/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

/**
 * The smallest and the largest of texts in the order of their bytes, which is Parquet's for text.
 */
final class Extremes {
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

  /** A copy of the smallest, or null where there is none. */
  byte[] smallest() {
    return smallest < 0 ? null : texts.text(smallest);
  }

  /** A copy of the largest, or null where there is none. */
  byte[] largest() {
    return largest < 0 ? null : texts.text(largest);
  }
}
