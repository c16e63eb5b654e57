/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.pipeline.plan.PartPlan;
import java.util.Arrays;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.types.RowKind;

/**
 * A row whose columns are all text, each a slice of UTF-8 bytes or NULL. The object is used again
 * for the next row, and the slices belong to the line they were cut from.
 */
public final class TextRow implements RowData {
  private static final int NO_ROW = 0;

  private final PartPlan part;
  private final byte[][] arrays;
  private final int[] starts;
  private final int[] lengths;

  /**
   * The row in which a column was set last, negative where to NULL: what an older row has set is
   * NULL in this one.
   */
  private final int[] setInRow;

  /** The columns that were set in this row, in the order in which they were. */
  private final int[] columnsSet;

  private int columnsSetCount;
  private int row = NO_ROW;
  private boolean firstOfPart;
  private long textBytes;

  TextRow(PartPlan part) {
    this.part = part;
    int columns = part.columns().count();
    this.arrays = new byte[columns][];
    this.starts = new int[columns];
    this.lengths = new int[columns];
    this.setInRow = new int[columns];
    this.columnsSet = new int[columns];
  }

  /** Makes all columns NULL. */
  void begin(boolean beginsPart) {
    row = row == Integer.MAX_VALUE ? startOver() : row + 1;
    // A line's buffer may be large, and another row of its columns never come.
    for (int i = 0; i < columnsSetCount; i++) {
      arrays[columnsSet[i]] = null;
    }
    columnsSetCount = 0;
    firstOfPart = beginsPart;
    textBytes = 0;
  }

  private int startOver() {
    Arrays.fill(setInRow, NO_ROW);
    return NO_ROW + 1;
  }

  /** Sets a column to a slice. */
  void set(int position, byte[] bytes, int start, int length) {
    remember(position);
    setInRow[position] = row;
    arrays[position] = bytes;
    starts[position] = start;
    lengths[position] = length;
    textBytes += length;
  }

  /** Sets a column to NULL, whatever it was. */
  void setNull(int position) {
    remember(position);
    setInRow[position] = -row;
  }

  private void remember(int position) {
    if (!wasSet(position)) {
      columnsSet[columnsSetCount++] = position;
    }
  }

  /** Whether a column was set in this row, be it to NULL. */
  boolean wasSet(int position) {
    return Math.abs(setInRow[position]) == row;
  }

  /** The part that the row belongs to. */
  public PartPlan part() {
    return part;
  }

  /** Bytes of all texts that were set. */
  public long textBytes() {
    return textBytes;
  }

  /** Whether it begins a part. */
  public boolean firstOfPart() {
    return firstOfPart;
  }

  /** How many columns were set, be it to NULL; no other has a value. */
  public int columnsSet() {
    return columnsSetCount;
  }

  /** The position of a column that was set. */
  public int columnSet(int i) {
    return columnsSet[i];
  }

  /** The array that holds the text of a column that is not NULL. */
  public byte[] array(int position) {
    return arrays[position];
  }

  /** Where a column's text begins in its array. */
  public int start(int position) {
    return starts[position];
  }

  /** Bytes of a column's text. */
  public int length(int position) {
    return lengths[position];
  }

  @Override
  public int getArity() {
    return arrays.length;
  }

  @Override
  public RowKind getRowKind() {
    return RowKind.INSERT;
  }

  @Override
  public void setRowKind(RowKind kind) {
    if (kind != RowKind.INSERT) {
      throw new UnsupportedOperationException("rows are inserted only, found " + kind);
    }
  }

  @Override
  public boolean isNullAt(int position) {
    return setInRow[position] != row;
  }

  @Override
  public StringData getString(int position) {
    return BinaryStringData.fromBytes(arrays[position], starts[position], lengths[position]);
  }

  @Override
  public byte[] getBinary(int position) {
    int start = starts[position];
    return Arrays.copyOfRange(arrays[position], start, start + lengths[position]);
  }

  @Override
  public boolean getBoolean(int position) {
    throw textOnly();
  }

  @Override
  public byte getByte(int position) {
    throw textOnly();
  }

  @Override
  public short getShort(int position) {
    throw textOnly();
  }

  @Override
  public int getInt(int position) {
    throw textOnly();
  }

  @Override
  public long getLong(int position) {
    throw textOnly();
  }

  @Override
  public float getFloat(int position) {
    throw textOnly();
  }

  @Override
  public double getDouble(int position) {
    throw textOnly();
  }

  @Override
  public DecimalData getDecimal(int position, int precision, int scale) {
    throw textOnly();
  }

  @Override
  public TimestampData getTimestamp(int position, int precision) {
    throw textOnly();
  }

  @Override
  public <T> RawValueData<T> getRawValue(int position) {
    throw textOnly();
  }

  @Override
  public ArrayData getArray(int position) {
    throw textOnly();
  }

  @Override
  public MapData getMap(int position) {
    throw textOnly();
  }

  @Override
  public RowData getRow(int position, int fields) {
    throw textOnly();
  }

  private static UnsupportedOperationException textOnly() {
    return new UnsupportedOperationException("every column is text");
  }
}
