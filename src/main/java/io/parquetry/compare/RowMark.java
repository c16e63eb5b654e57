/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.IOException;
import java.util.Comparator;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/**
 * What travels of a row, and of all rows that are equal to it: digests, how many there are on each
 * side, and where the first of them lies. The values stay in the files.
 */
public final class RowMark implements CopyableValue<RowMark> {
  private static final long serialVersionUID = 1L;

  /** By key, then by row; so that examples do not depend on which came first. */
  static final Comparator<RowMark> BY_DIGEST =
      Comparator.comparing(RowMark::key).thenComparing(RowMark::row);

  private Digest key;
  private Digest row;
  private long[] rows = new long[2];
  private Place[] places = new Place[2];
  private long[] columns;

  /** For Flink, which then reads it. */
  public RowMark() {}

  /** One row. */
  RowMark(Digest key, Digest row, Side side, Place place, long[] columns) {
    this.key = key;
    this.row = row;
    this.columns = columns;
    rows[side.index()] = 1;
    places[side.index()] = place;
  }

  /** The digest of the key's columns; without a key that of the row. */
  Digest key() {
    return key;
  }

  /** The digest of all columns. */
  Digest row() {
    return row;
  }

  /** How many rows a side has. */
  long rows(Side side) {
    return rows[side.index()];
  }

  /** Where the first row of a side lies; null where it has none. */
  Place place(Side side) {
    return places[side.index()];
  }

  /** Half a digest of each column, if there is a key; so it tells which columns are the same. */
  long[] columns() {
    return columns;
  }

  /** Adds rows that are equal to this one. */
  void add(RowMark other) {
    for (Side side : Side.values()) {
      int i = side.index();
      rows[i] += other.rows[i];
      places[i] = Place.first(places[i], other.places[i]);
    }
  }

  /** These rows, as many as there are on a side beyond the other one. */
  RowMark surplus(Side side, long surplus) {
    RowMark mark = new RowMark(key, row, side, place(side), columns);
    mark.rows[side.index()] = surplus;
    return mark;
  }

  /** A row on this mark's left, and one with the same key on the other's right. */
  RowMark beside(RowMark right) {
    RowMark both = new RowMark(key, row, Side.LEFT, place(Side.LEFT), new long[0]);
    both.rows[Side.RIGHT.index()] = 1;
    both.places[Side.RIGHT.index()] = right.place(Side.RIGHT);
    return both;
  }

  @Override
  public void write(DataOutputView target) throws IOException {
    key.write(target);
    row.write(target);
    for (Side side : Side.values()) {
      target.writeLong(rows(side));
      if (rows(side) > 0) {
        place(side).write(target);
      }
    }
    target.writeInt(columns.length);
    for (long column : columns) {
      target.writeLong(column);
    }
  }

  @Override
  public void read(DataInputView source) throws IOException {
    key = Digest.read(source);
    row = Digest.read(source);
    rows = new long[2];
    places = new Place[2];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = source.readLong();
      places[i] = rows[i] > 0 ? Place.read(source) : null;
    }
    columns = new long[source.readInt()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = source.readLong();
    }
  }

  @Override
  public int getBinaryLength() {
    return -1;
  }

  @Override
  public void copyTo(RowMark target) {
    target.key = key;
    target.row = row;
    target.rows = rows.clone();
    target.places = places.clone();
    target.columns = columns;
  }

  @Override
  public RowMark copy() {
    RowMark copy = new RowMark();
    copyTo(copy);
    return copy;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    RowMark mark = new RowMark();
    mark.read(source);
    mark.write(target);
  }
}
