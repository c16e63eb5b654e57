/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import java.io.Serializable;

/**
 * A stretch of one file: the lines that begin in {@code [offset, offset + length)}. A compressed
 * file is always one range.
 */
public final class ByteRange implements Serializable, Comparable<ByteRange> {
  private static final long serialVersionUID = 1L;

  private final int file;
  private final long offset;
  private final long length;

  /**
   * A range.
   *
   * @param file index among the files of the run
   * @param offset in stored bytes
   * @param length in stored bytes
   */
  public ByteRange(int file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
  }

  /** Index among the files of the run. */
  public int file() {
    return file;
  }

  /** First byte. */
  public long offset() {
    return offset;
  }

  /** Stored bytes. */
  public long length() {
    return length;
  }

  /** Whether it is the last one of its file. */
  public boolean endsFile(long fileLength) {
    return offset + length == fileLength;
  }

  /** Whether it is all of its file. */
  public boolean isWhole(long fileLength) {
    return offset == 0 && endsFile(fileLength);
  }

  @Override
  public int compareTo(ByteRange other) {
    int byFile = Integer.compare(file, other.file);
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRange
        && compareTo((ByteRange) other) == 0
        && length == ((ByteRange) other).length;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset * 31 + file);
  }
}
