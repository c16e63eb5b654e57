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
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.Path;

/**
 * Gives FileSource the ranges of the collected files. Flink's own enumerators would pass over names
 * that begin with {@code _} or {@code .}, ask for each file's status again, and not split text.
 */
public final class RangeEnumerator implements FileEnumerator {
  private final List<InputFile> files;
  private final RangeCutter cutter;

  private RangeEnumerator(List<InputFile> files, long rangeBytes) {
    this.files = files;
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
      for (ByteRange range : FinalFailures.marked(() -> cutter.cut(files))) {
        InputFile file = files.get(range.file());
        splits.add(
            new FileSourceSplit(
                range.file() + ":" + range.offset(),
                Storage.path(file.location()),
                range.offset(),
                range.length(),
                file.modificationTime(),
                file.length()));
      }
      return splits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The range that a split stands for; its id carries the file's index. */
  static ByteRange rangeOf(FileSourceSplit split) {
    String id = split.splitId();
    int file = Integer.parseInt(id.substring(0, id.indexOf(':')));
    return new ByteRange(file, split.offset(), split.length());
  }
}
