/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.flink.FinalFailures;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.Path;

/**
 * Gives FileSource the ranges of the collected files, small ones together: asking for the next
 * split takes some milliseconds, and on a remote file system the next ranges can be read ahead.
 * Flink's own enumerators would pass over names that begin with {@code _} or {@code .}, ask for
 * each file's status again, and not split text.
 */
public final class RangeEnumerator implements FileEnumerator {
  private static final int RANGES_TOGETHER = 16;

  /** Of small ranges this many times the bytes of one go together, if all tasks get enough. */
  private static final int MOST_RANGE_BYTES = 4;

  private static final int SPLITS_FOR_EACH_TASK = 4;

  private final List<InputFile> files;
  private final long rangeBytes;
  private final RangeCutter cutter;

  private RangeEnumerator(List<InputFile> files, long rangeBytes) {
    this.files = files;
    this.rangeBytes = rangeBytes;
    this.cutter = new RangeCutter(rangeBytes);
  }

  /** What FileSource serializes. */
  public static Provider provider(List<InputFile> files, long rangeBytes) {
    List<InputFile> serializable = new ArrayList<>(files);
    return () -> new RangeEnumerator(serializable, rangeBytes);
  }

  @Override
  public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits) {
    try {
      List<FileSourceSplit> splits = new ArrayList<>();
      List<ByteRange> together = new ArrayList<>();
      long bytes = 0;
      long most = mostBytesTogether(minDesiredSplits);
      for (ByteRange range : FinalFailures.marked(() -> cutter.cut(files))) {
        boolean fits = bytes + range.length() <= most && together.size() < RANGES_TOGETHER;
        if (!together.isEmpty() && !fits) {
          splits.add(split(together));
          together.clear();
          bytes = 0;
        }
        together.add(range);
        bytes += range.length();
      }
      if (!together.isEmpty()) {
        splits.add(split(together));
      }
      return splits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long mostBytesTogether(int tasks) {
    long all = files.stream().mapToLong(InputFile::length).sum();
    long fair = all / (SPLITS_FOR_EACH_TASK * (long) Math.max(1, tasks));
    // A remote one has time to read ahead; a local one had better not wait for another task.
    boolean local = files.stream().allMatch(file -> file.location().local());
    return Math.max(local ? 1 : rangeBytes, Math.min(MOST_RANGE_BYTES * rangeBytes, fair));
  }

  private FileSourceSplit split(List<ByteRange> together) {
    String id =
        together.stream()
            .map(range -> range.file() + ":" + range.offset() + ":" + range.length())
            .collect(Collectors.joining(","));
    ByteRange first = together.get(0);
    InputFile file = files.get(first.file());
    return new FileSourceSplit(
        id,
        Storage.path(file.location()),
        first.offset(),
        first.length(),
        file.modificationTime(),
        file.length());
  }

  /** The ranges that a split stands for, which its id names. */
  static List<ByteRange> rangesOf(FileSourceSplit split) {
    List<ByteRange> ranges = new ArrayList<>();
    for (String range : split.splitId().split(",", -1)) {
      String[] numbers = range.split(":", -1);
      ranges.add(
          new ByteRange(
              Integer.parseInt(numbers[0]),
              Long.parseLong(numbers[1]),
              Long.parseLong(numbers[2])));
    }
    return ranges;
  }
}
