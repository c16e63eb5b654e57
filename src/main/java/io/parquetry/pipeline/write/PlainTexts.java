/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.io.api.Binary;

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

  /** Most pages and dictionaries are no larger; what is, need not have room for more. */
  private static final int LAST_DOUBLED = 1 << 20;

  /** So that the first eight bytes of the last text are there, however short it is. */
  private static final int SPARE = Long.BYTES;

  private static final byte[] NONE = {};

  private final PageBuffers buffers;

  /** Null until a text is added. */
  private ByteBuffer buffer;

  private byte[] bytes = NONE;
  private int size;

  /** The most that {@link #size} was when texts were let go, since the last release. */
  private int largest;

  /** The most that it was before that; the longer ago, the less it counts. */
  private int largestBefore;

  /** No texts yet; later in buffers of these. */
  PlainTexts(PageBuffers buffers) {
    this.buffers = buffers;
  }

  @SuppressWarnings("ByteBufferBackingArray") // Theirs have an array each.
  private void take(int capacity) {
    buffer = buffers.allocate(capacity);
    bytes = buffer.array();
  }

  /** Bytes that a text of this length takes. */
  static int sizeOf(int length) {
    return Integer.BYTES + length;
  }

  /** Adds a text; returns its offset. */
  int add(byte[] array, int start, int length) {
    int offset = size;
    int end = Math.addExact(offset, sizeOf(length));
    if (end > bytes.length - SPARE) {
      grow(Math.addExact(end, SPARE));
    }
    LENGTH.set(bytes, offset, length);
    System.arraycopy(array, start, bytes, offset + Integer.BYTES, length);
    size = end;
    return offset;
  }

  private void grow(int least) {
    int doubled = Math.min(2 * bytes.length, LAST_DOUBLED + SPARE);
    ByteBuffer smaller = buffer;
    byte[] texts = bytes;
    take(Math.max(least, smaller == null ? firstCapacity() : doubled));
    System.arraycopy(texts, 0, bytes, 0, size);
    if (smaller != null) {
      buffers.release(smaller);
    }
  }

  /** As much as last time and a little more, so that texts are seldom copied to a larger buffer. */
  private int firstCapacity() {
    int expected = Math.min(largestBefore + (largestBefore >> 3), LAST_DOUBLED);
    return Math.max(FIRST_CAPACITY, expected + SPARE);
  }

  /** Adds a text of others; returns its offset. */
  int add(PlainTexts others, int offset) {
    return add(others.bytes, offset + Integer.BYTES, others.length(offset));
  }

  /** Gives back the room of all texts that do not stand before an offset. */
  void keep(int end) {
    ByteBuffer larger = buffer;
    byte[] texts = bytes;
    take(Math.addExact(end, SPARE));
    System.arraycopy(texts, 0, bytes, 0, end);
    buffers.release(larger);
    largest = Math.max(largest, size);
    size = end;
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

  /** A copy of a text, or of its first characters, which have about so many bytes at most. */
  Binary beginning(int offset, int mostBytes) {
    int from = offset + Integer.BYTES;
    int to = from + length(offset);
    if (to - from > mostBytes) {
      to = from + mostBytes;
      while (to > from && isWithinCharacter(bytes[to])) {
        to--;
      }
    }
    return Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, from, to));
  }

  private static boolean isWithinCharacter(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** Bytes of all texts. */
  int size() {
    return size;
  }

  /** The texts before an offset, not copied. */
  BytesInput encoded(int end) {
    return BytesInput.from(bytes, 0, end);
  }

  /** Forgets all texts; room for one that was larger than others is given back. */
  void clear() {
    largest = Math.max(largest, size);
    size = 0;
    if (bytes.length > 2 * LAST_DOUBLED) {
      giveBack();
    }
  }

  /** Forgets all texts, and gives their room back until others are added. */
  void release() {
    clear();
    giveBack();
    if (largest > 0) {
      largestBefore = Math.max(largest, largestBefore / 2);
      largest = 0;
    }
  }

  private void giveBack() {
    if (buffer != null) {
      buffers.release(buffer);
      buffer = null;
      bytes = NONE;
    }
  }
}
