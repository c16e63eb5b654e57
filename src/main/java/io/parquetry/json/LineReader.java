/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a byte range of a file, each as a slice of one buffer, which the ranges that are
 * opened one after the other share. A line belongs to the range in which it begins. Memory is
 * bounded by the longest line allowed: of a longer one the beginning is kept and the rest is passed
 * over.
 */
public final class LineReader implements Closeable {
  private static final int INITIAL_BYTES = 256 << 10;

  /** A buffer that long lines have made larger than this is not kept for the next range. */
  private static final int MOST_BYTES_KEPT = 1 << 20;

  /** Of a line that is too long, so much is kept for quarantine, or as much as a line may have. */
  public static final int KEPT_BYTES = 64 << 10;

  private final int maxLineBytes;
  private InputStream in = InputStream.nullInputStream();
  private long rangeEnd;

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int next;
  private int limit;

  /** Position in the text of {@code buffer[0]}. */
  private long bufferOffset;

  private byte[] line = buffer;
  private int start;
  private int end;
  private long offset;
  private long length;

  /**
   * A reader that has no lines until a range is opened.
   *
   * @param maxLineBytes longest line, without its line feed
   */
  public LineReader(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Goes before the lines that begin in the first {@code length} bytes of a file. A UTF-8 byte
   * order mark at its start is passed over.
   *
   * @param text the text from its first byte, decompressed
   */
  public LineReader openStart(InputStream text, long length) throws IOException {
    open(text, 0, length);
    passByteOrderMark();
    return this;
  }

  /**
   * Goes before the lines that begin in {@code [from, from + length)}.
   *
   * @param text the text from the byte before {@code from}, which tells whether a line begins there
   * @param from at least 1
   */
  public LineReader openRange(InputStream text, long from, long length) throws IOException {
    open(text, from - 1, Math.addExact(from, length));
    passForeignLine();
    return this;
  }

  private void open(InputStream text, long from, long to) {
    in = text;
    bufferOffset = from;
    rangeEnd = to;
    next = 0;
    limit = 0;
    if (buffer.length > MOST_BYTES_KEPT) {
      buffer = new byte[INITIAL_BYTES];
    }
    line = buffer;
  }

  /** Goes to the next line; false when the range has no more. */
  public boolean next() throws IOException {
    if (position() >= rangeEnd || next == limit && !fill()) {
      return false;
    }
    offset = position();
    int searched = 0;
    while (true) {
      int newline = indexOfNewline(next + searched);
      if (newline < limit) {
        take(newline, newline + 1);
        return true;
      }
      searched = limit - next;
      if (searched > maxLineBytes) {
        takeBeginning();
        return true;
      }
      if (!fill()) {
        take(limit, limit);
        return true;
      }
    }
  }

  /** The array that holds the line; may be another one after {@link #next()}. */
  public byte[] bytes() {
    return line;
  }

  /** Where the line begins in {@link #bytes()}. */
  public int start() {
    return start;
  }

  /** Where the line, or what is kept of it, ends in {@link #bytes()}; no line feed. */
  public int end() {
    return end;
  }

  /** Where the line begins in the text, in bytes. */
  public long offset() {
    return offset;
  }

  /** The line's whole length in bytes, without its line feed. */
  public long length() {
    return length;
  }

  /** Whether the line is longer than allowed, so that only its beginning is here. */
  public boolean tooLong() {
    return length > maxLineBytes;
  }

  /** How far the text has been taken, in bytes. */
  public long position() {
    return bufferOffset + next;
  }

  /** Closes the text; another range may be opened. */
  @Override
  public void close() throws IOException {
    InputStream text = in;
    in = InputStream.nullInputStream();
    text.close();
  }

  private void take(int lineEnd, int following) {
    line = buffer;
    start = next;
    length = (long) lineEnd - start;
    end = tooLong() ? start + keptBytes() : lineEnd;
    next = following;
  }

  /** Keeps the beginning of a line that is too long, and passes over the rest of it. */
  private void takeBeginning() throws IOException {
    line = Arrays.copyOfRange(buffer, next, next + keptBytes());
    start = 0;
    end = line.length;
    boolean terminated = passRestOfLine();
    length = position() - offset - (terminated ? 1 : 0);
  }

  private int keptBytes() {
    return Math.min(KEPT_BYTES, maxLineBytes);
  }

  /** Passes over the line that began before the range, as far as it reaches into it. */
  private void passForeignLine() throws IOException {
    while (position() < rangeEnd && (next < limit || fill())) {
      int newline = indexOfNewline(next);
      if (newline < limit) {
        next = newline + 1;
        return;
      }
      next = limit;
    }
  }

  /** Goes behind the next line feed; false when the text ends before one. */
  private boolean passRestOfLine() throws IOException {
    while (next < limit || fill()) {
      int newline = indexOfNewline(next);
      if (newline < limit) {
        next = newline + 1;
        return true;
      }
      next = limit;
    }
    return false;
  }

  private int indexOfNewline(int from) {
    int i = from;
    while (i + Long.BYTES <= limit) {
      long mask = Words.newlines(Words.at(buffer, i));
      if (mask != 0) {
        return i + Words.first(mask);
      }
      i += Long.BYTES;
    }
    while (i < limit && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  /**
   * Reads more behind what is not yet taken, which moves to the front of the buffer; the buffer
   * grows only when that fills it. False at the end of the text.
   */
  private boolean fill() throws IOException {
    int kept = limit - next;
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, kept);
      bufferOffset += next;
      next = 0;
      limit = kept;
    }
    if (kept == buffer.length) {
      long grown = Math.min(2L * kept, (long) maxLineBytes + INITIAL_BYTES);
      buffer = Arrays.copyOf(buffer, Math.toIntExact(grown));
    }
    int count;
    do {
      count = in.read(buffer, limit, buffer.length - limit);
    } while (count == 0);
    limit += Math.max(count, 0);
    return count > 0;
  }

  private void passByteOrderMark() throws IOException {
    while (limit < 3 && fill()) {
      // A short read; the mark may come in pieces.
    }
    boolean marked =
        limit >= 3
            && (buffer[0] & 0xff) == 0xef
            && (buffer[1] & 0xff) == 0xbb
            && (buffer[2] & 0xff) == 0xbf;
    if (marked) {
      next = 3;
      // The first line begins behind the mark, but belongs to whoever has the first byte.
      rangeEnd = Math.max(rangeEnd, 4);
    }
  }
}
