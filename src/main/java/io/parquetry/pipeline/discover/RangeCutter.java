/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Compression;
import io.parquetry.storage.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Cuts files into ranges: small ones stay whole, large ones that are plain text are split. */
final class RangeCutter {
  private final long rangeBytes;

  /**
   * A cutter.
   *
   * @param rangeBytes length of a range; a file of up to one and a half of it stays whole
   */
  RangeCutter(long rangeBytes) {
    this.rangeBytes = rangeBytes;
  }

  /** The ranges of all files, in order; every file has at least one. */
  List<ByteRange> cut(List<InputFile> files) throws IOException {
    List<InputFile> large =
        files.stream().filter(file -> !small(file)).collect(Collectors.toList());
    Iterator<Boolean> compressed = Requests.all(large, RangeCutter::compressed).iterator();
    List<ByteRange> ranges = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      if (small(file) || compressed.next()) {
        ranges.add(new ByteRange(i, 0, file.length()));
      } else {
        cutInto(ranges, i, file.length());
      }
    }
    return ranges;
  }

  private boolean small(InputFile file) {
    return file.length() <= rangeBytes + rangeBytes / 2;
  }

  private void cutInto(List<ByteRange> ranges, int file, long length) {
    long count = Math.max(1, Math.round((double) length / rangeBytes));
    for (long k = 0; k < count; k++) {
      long from = boundary(length, k, count);
      ranges.add(new ByteRange(file, from, boundary(length, k + 1, count) - from));
    }
  }

  /** Where piece {@code k} of {@code count} begins; exact, so that pieces meet. */
  private static long boundary(long length, long k, long count) {
    return length / count * k + length % count * k / count;
  }

  private static boolean compressed(InputFile file) throws IOException {
    if (Compression.ofName(file.location().name()) != Compression.NONE) {
      return true;
    }
    byte[] first = new byte[Compression.MAGIC_BYTES];
    try (InputStream in = RangeLines.openAt(file, 0)) {
      int count = in.readNBytes(first, 0, first.length);
      return Compression.ofFirstBytes(first, count) != Compression.NONE;
    }
  }
}
