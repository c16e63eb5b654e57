/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/**
 * Texts in Parquet's PLAIN encoding: of each its length in four bytes, little-endian, then its
 * bytes. A text is known by its offset.
 */
final class PlainTexts {
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle FIRST_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Thousands of columns have few texts each. */
  private static final int FIRST_CAPACITY = 64;

  /** So that the first eight bytes of the last text are there, however short it is. */
  private static final int SPARE = Long.BYTES;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  /** Bytes that a text of this length takes. */
  static int sizeOf(int length) {
    return Integer.BYTES + length;
  }

  /** Adds a text; returns its offset. */
  int add(byte[] array, int start, int length) {
    int offset = size;
    int end = Math.addExact(offset, sizeOf(length));
    if (end > bytes.length - SPARE) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(end, SPARE), 2 * bytes.length));
    }
    LENGTH.set(bytes, offset, length);
    System.arraycopy(array, start, bytes, offset + Integer.BYTES, length);
    size = end;
    return offset;
  }

  /** Adds a text of others; returns its offset. */
  int add(PlainTexts others, int offset) {
    return add(others.bytes, offset + Integer.BYTES, others.length(offset));
  }

  /** Bytes of a text. */
  int length(int offset) {
    return (int) LENGTH.get(bytes, offset);
  }

  /** Where the text behind this one is, or would be. */
  int next(int offset) {
    return offset + sizeOf(length(offset));
  }

  /** Whether a text is this one. */
  boolean equal(int offset, byte[] array, int start, int length) {
    int from = offset + Integer.BYTES;
    return length(offset) == length
        && Arrays.equals(bytes, from, from + length, array, start, start + length);
  }

  /**
   * The first eight bytes of a text as a number, with zeros behind its end: a text whose number is
   * smaller, without a sign, comes before.
   */
  long firstBytes(int offset) {
    int length = length(offset);
    if (length == 0) {
      return 0;
    }
    long first = (long) FIRST_BYTES.get(bytes, offset + Integer.BYTES);
    return length < Long.BYTES ? first & -1L << Long.SIZE - Byte.SIZE * length : first;
  }

  /** Compares two texts byte by byte, as numbers without a sign. */
  int compare(int offset, int other) {
    int left = offset + Integer.BYTES;
    int right = other + Integer.BYTES;
    return Arrays.compareUnsigned(
        bytes, left, left + length(offset), bytes, right, right + length(other));
  }

  /** A copy of a text. */
  byte[] text(int offset) {
    int from = offset + Integer.BYTES;
    return Arrays.copyOfRange(bytes, from, from + length(offset));
  }

  /** Bytes of all texts. */
  int size() {
    return size;
  }

  /** The first bytes of all texts, not copied. */
  BytesInput encoded(int length) {
    return BytesInput.from(bytes, 0, length);
  }

  /** Forgets all texts. */
  void clear() {
    size = 0;
  }
}
