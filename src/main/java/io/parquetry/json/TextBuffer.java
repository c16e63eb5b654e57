/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UTF-8 text that grows. Slices of {@link #bytes()} stay as they are until {@link #clear()}: when
 * the buffer grows they keep the older array alive.
 */
public final class TextBuffer {
  private byte[] bytes = new byte[1024];
  private int size;

  /** Forgets everything. */
  public void clear() {
    size = 0;
  }

  /** The array that holds the text; another one after it has grown. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of text. */
  public int size() {
    return size;
  }

  /** Takes away what was added behind this size. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Adds one ASCII character. */
  public void put(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
  }

  /** Adds ASCII characters. */
  @SuppressWarnings("deprecation") // The one way from a String without an array in between.
  public void put(String ascii) {
    int length = ascii.length();
    reserve(length);
    ascii.getBytes(0, length, bytes, size);
    size += length;
  }

  /** Adds a slice. */
  public void put(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
  }

  /** Adds the text of a JSON string, escapes resolved. */
  public void putResolved(byte[] source, int from, int to) {
    reserve(to - from);
    size = Escapes.resolve(source, from, to, bytes, size);
  }

  /** Everything as a String. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void reserve(int count) {
    if (bytes.length - size < count) {
      // A string cannot be that long either; an overflow fails here.
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), (int) grown()));
    }
  }

  private long grown() {
    return Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
  }
}
