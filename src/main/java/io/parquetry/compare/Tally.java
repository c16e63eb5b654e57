/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/** Counts and examples of what is equal and what is not; that of a task, then that of all. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<Side, Only> only = new EnumMap<>(Side.class);
  private final EnumMap<Side, Duplicates> duplicates = new EnumMap<>(Side.class);
  private final ArrayList<Changed> columns = new ArrayList<>();
  private long equal;
  private long changed;

  /** Nothing yet. */
  Tally() {
    for (Side side : Side.values()) {
      only.put(side, new Only());
      duplicates.put(side, new Duplicates());
    }
  }

  /** Rows that are on one side only. */
  static final class Only implements Serializable {
    private static final long serialVersionUID = 1L;

    long rows;
    final Examples examples = new Examples();
  }

  /** Keys that more than one row of a side have. */
  static final class Duplicates implements Serializable {
    private static final long serialVersionUID = 1L;

    long keys;
    long rows;
    final Examples examples = new Examples();
  }

  /** Pairs of rows whose texts of a column differ. */
  static final class Changed implements Serializable {
    private static final long serialVersionUID = 1L;

    long rows;
    final Examples examples = new Examples();
  }

  /** So many rows of each side are equal to one of the other. */
  void addEqual(long rows) {
    equal += rows;
  }

  /** Rows that are on a side only. */
  void addOnly(Side side, long rows, Examples examples) {
    only.get(side).rows += rows;
    only.get(side).examples.addAll(examples);
  }

  /** A key that several rows of a side have. */
  void addDuplicates(Side side, RowMark mark) {
    Duplicates ofSide = duplicates.get(side);
    ofSide.keys++;
    ofSide.rows += mark.rows(side);
    ofSide.examples.add(mark);
  }

  /** A row of each side with the same key and other values. */
  void addChanged(RowMark left, RowMark right) {
    changed++;
    RowMark both = left.beside(right);
    for (int i = 0; i < left.columns().length; i++) {
      if (left.columns()[i] != right.columns()[i]) {
        Changed column = column(i);
        column.rows++;
        column.examples.add(both);
      }
    }
  }

  private Changed column(int index) {
    while (columns.size() <= index) {
      columns.add(new Changed());
    }
    return columns.get(index);
  }

  /** Adds what another task has found. */
  void addAll(Tally other) {
    equal += other.equal;
    changed += other.changed;
    for (Side side : Side.values()) {
      addOnly(side, other.only.get(side).rows, other.only.get(side).examples);
      Duplicates theirs = other.duplicates.get(side);
      Duplicates ours = duplicates.get(side);
      ours.keys += theirs.keys;
      ours.rows += theirs.rows;
      ours.examples.addAll(theirs.examples);
    }
    for (int i = 0; i < other.columns.size(); i++) {
      column(i).rows += other.columns.get(i).rows;
      column(i).examples.addAll(other.columns.get(i).examples);
    }
  }

  /** Pairs of equal rows. */
  long equal() {
    return equal;
  }

  /** Pairs of rows with the same key and other values. */
  long changed() {
    return changed;
  }

  /** What is on a side only. */
  Only only(Side side) {
    return only.get(side);
  }

  /** Keys that several rows of a side have. */
  Duplicates duplicates(Side side) {
    return duplicates.get(side);
  }

  /** By column; columns behind the last are equal everywhere. */
  List<Changed> columns() {
    return columns;
  }
}
