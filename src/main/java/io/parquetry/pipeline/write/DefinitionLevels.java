/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/**
 * Which rows of a page have a value. In Parquet these are definition levels, 1 with a value and 0
 * without, as runs of equal levels and groups of eight bits; here NULLs cost nothing before a page
 * is full, and then a few bytes for a run of them, so that columns that a row does not have need
 * not be touched.
 */
final class DefinitionLevels {
  /** Shorter runs take no less room than the bits. */
  private static final int SHORTEST_RUN = 8;

  private static final int ALL = 0xff;

  /** A bit for each row, up to the last one that has a value. */
  private byte[] groups = new byte[16];

  private int groupsSet;
  private int rows;
  private byte[] encoded;
  private int size;

  /** The row has a value. */
  void set(int row) {
    int group = row >> 3;
    if (group >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(group + 1, 2 * groups.length));
    }
    groups[group] |= (byte) (1 << (row & 7));
    groupsSet = group + 1;
  }

  /** The levels of a page of so many rows, with their length before them; begins the next page. */
  BytesInput encode(int rowsOfPage) {
    rows = rowsOfPage;
    // Each run of levels, and the bits behind it, begin with at most five bytes and have a byte.
    encoded = new byte[Integer.BYTES + 2 * groupsSet + 16];
    size = Integer.BYTES;
    int group = 0;
    while (group < groupCount()) {
      int run = runFrom(group);
      if (longEnough(group, run)) {
        putRun(group, run);
        group += run;
      } else {
        group = putBits(group);
      }
    }
    int length = size - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      encoded[i] = (byte) (length >>> Byte.SIZE * i);
    }
    Arrays.fill(groups, 0, groupsSet, (byte) 0);
    groupsSet = 0;
    return BytesInput.from(encoded, 0, size);
  }

  private int groupCount() {
    return (rows + 7) >> 3;
  }

  /** How many groups from this one on have the same level in all rows; 0 if this one has both. */
  private int runFrom(int group) {
    if (group >= groupsSet) {
      return groupCount() - group;
    }
    if (groups[group] != 0 && !allSet(group)) {
      return 0;
    }
    boolean set = groups[group] != 0;
    int end = group + 1;
    while (end < groupsSet && (set ? allSet(end) : groups[end] == 0)) {
      end++;
    }
    return end == groupsSet && !set ? groupCount() - group : end - group;
  }

  private boolean allSet(int group) {
    int rowsOfGroup = Math.min(8, rows - (group << 3));
    return (groups[group] & ALL) == (1 << rowsOfGroup) - 1;
  }

  private boolean longEnough(int group, int run) {
    return run >= SHORTEST_RUN || run > 0 && group + run == groupCount();
  }

  private void putRun(int group, int run) {
    int rowsOfRun = Math.min(rows, group + run << 3) - (group << 3);
    putNumber(rowsOfRun << 1);
    encoded[size++] = (byte) (group < groupsSet && groups[group] != 0 ? 1 : 0);
  }

  /** Puts the bits of groups until a run begins; returns where. */
  private int putBits(int from) {
    int end = from;
    int run = 0;
    while (end < groupCount() && !longEnough(end, run)) {
      end += Math.max(1, run);
      run = end < groupCount() ? runFrom(end) : 0;
    }
    putNumber(end - from << 1 | 1);
    System.arraycopy(groups, from, encoded, size, end - from);
    size += end - from;
    return end;
  }

  /** Seven bits a byte, the lowest first. */
  private void putNumber(int number) {
    int rest = number;
    while (rest > 0x7f) {
      encoded[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    encoded[size++] = (byte) rest;
  }
}
