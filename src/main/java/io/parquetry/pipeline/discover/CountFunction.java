/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.flink.LogContext;
import io.parquetry.flink.Progress;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;

/** Passes profiles on and counts what is in them, which the source itself has no means to do. */
public final class CountFunction extends RichMapFunction<RangeProfile, RangeProfile> {
  private static final long serialVersionUID = 1L;

  private final String run;
  private final long[] fileLengths;

  private transient Progress progress;
  private transient Counter badRecords;

  /** Counts the ranges of a run. */
  public CountFunction(Run run) {
    this.run = run.id();
    this.fileLengths = run.files().stream().mapToLong(InputFile::length).toArray();
  }

  @Override
  public void open(OpenContext context) {
    LogContext.enter(run);
    progress = Progress.ofDiscover(getRuntimeContext(), fileLengths.length);
    // The name that Flink's own sources give it; stringify meets the same records again.
    badRecords = getRuntimeContext().getMetricGroup().counter("numRecordsInErrors");
  }

  @Override
  public RangeProfile map(RangeProfile profile) {
    ByteRange range = profile.range();
    badRecords.inc(profile.bad());
    boolean lastOfFile = range.endsFile(fileLengths[range.file()]);
    if (profile.read()) {
      progress.range(range.length(), lastOfFile);
    } else {
      progress.unreadRange(range.length(), lastOfFile);
    }
    return profile;
  }
}
