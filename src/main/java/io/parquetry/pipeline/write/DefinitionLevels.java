/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/**
 * Which rows of a page have a value. In Parquet these are definition levels, 1 with a value and 0
 * without: groups of eight rows, either so many with the same level, or a byte each. They are
 * encoded as the values come, so NULLs cost neither time nor memory, and columns that a row does
 * not have need not be touched.
 */
final class DefinitionLevels {
  /** In groups. A run takes two bytes, and bits behind it one that tells their number anew. */
  private static final int SHORTEST_RUN = 4;

  /** So many groups of bits have one byte before them; readers expect no more. */
  private static final int MOST_BITS = 63;

  private static final int NO_BITS = -1;
  private static final int ALL = 0xff;

  /** The length of what is encoded, then that. */
  private byte[] encoded = new byte[16];

  private int size = Integer.BYTES;

  /** The groups before this one are encoded, or in the run. */
  private int group;

  private int bitsOfGroup;

  /** So many groups have one level, and are not encoded yet. */
  private int run;

  private boolean runHasValues;

  /** Where the number of the last groups of bits stands, if more can be added. */
  private int bitsAt = NO_BITS;

  private int bitsCount;

  /** A row of the page has a value; rows come in their order. */
  void set(int row) {
    if (row >> 3 != group) {
      endGroups(row >> 3);
    }
    bitsOfGroup |= 1 << (row & 7);
  }

  /** Ends the current group, and those behind it, without values, before another. */
  private void endGroups(int next) {
    add(bitsOfGroup, ALL);
    addRun(false, next - group - 1);
    group = next;
    bitsOfGroup = 0;
  }

  private void add(int bits, int all) {
    if (bits == 0 || bits == all) {
      addRun(bits != 0, 1);
    } else {
      endRun();
      putBits(bits);
    }
  }

  private void addRun(boolean hasValues, int groups) {
    if (runHasValues != hasValues && groups > 0) {
      endRun();
      runHasValues = hasValues;
    }
    run += groups;
  }

  private void endRun() {
    if (run >= SHORTEST_RUN) {
      putRun(run << 3);
    } else {
      for (int i = 0; i < run; i++) {
        putBits(runHasValues ? ALL : 0);
      }
    }
    run = 0;
  }

  private void putRun(int rows) {
    bitsAt = NO_BITS;
    int rest = rows << 1;
    while ((rest & ~0x7f) != 0) {
      put(rest | 0x80);
      rest >>>= 7;
    }
    put(rest);
    put(runHasValues ? 1 : 0);
  }

  private void putBits(int bits) {
    if (bitsAt == NO_BITS || bitsCount == MOST_BITS) {
      bitsAt = size;
      bitsCount = 0;
      put(0);
    }
    put(bits);
    bitsCount++;
    encoded[bitsAt] = (byte) (bitsCount << 1 | 1);
  }

  private void put(int value) {
    if (size == encoded.length) {
      encoded = Arrays.copyOf(encoded, 2 * size);
    }
    encoded[size++] = (byte) value;
  }

  /**
   * The levels of a page of so many rows, not copied: they are there until the next row is set,
   * which is of the next page.
   */
  BytesInput encode(int rows) {
    int lastGroup = rows - 1 >> 3;
    if (group < lastGroup) {
      endGroups(lastGroup);
    }
    int rowsOfLast = rows - (lastGroup << 3);
    add(bitsOfGroup, (1 << rowsOfLast) - 1);
    if (run > 0) {
      putRun((run - 1 << 3) + rowsOfLast);
    }
    int length = size - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      encoded[i] = (byte) (length >>> Byte.SIZE * i);
    }
    BytesInput levels = BytesInput.from(encoded, 0, size);
    size = Integer.BYTES;
    group = 0;
    bitsOfGroup = 0;
    run = 0;
    bitsAt = NO_BITS;
    return levels;
  }
}
