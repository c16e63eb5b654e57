/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Where a row lies. */
final class Place implements Serializable, Comparable<Place> {
  private static final long serialVersionUID = 1L;

  private final int file;
  private final long row;

  Place(int file, long row) {
    this.file = file;
    this.row = row;
  }

  static Place read(DataInputView source) throws IOException {
    return new Place(source.readInt(), source.readLong());
  }

  void write(DataOutputView target) throws IOException {
    target.writeInt(file);
    target.writeLong(row);
  }

  /** Index among the files of both sides. */
  int file() {
    return file;
  }

  /** Number of the row in the file, from 0. */
  long row() {
    return row;
  }

  /** The smaller one; null stands for none. */
  static Place first(Place a, Place b) {
    return a == null || b != null && b.compareTo(a) < 0 ? b : a;
  }

  @Override
  public int compareTo(Place other) {
    return file != other.file ? Integer.compare(file, other.file) : Long.compare(row, other.row);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place && compareTo((Place) other) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * file + Long.hashCode(row);
  }
}
