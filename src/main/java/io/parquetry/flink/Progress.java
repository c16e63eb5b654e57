/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * How far a stage that reads is, told twice: by an accumulator to the display of the embedded
 * Flink, and by metrics, which {@code src/docs/metrics.md} lists, to whoever scrapes them. Both
 * change once for each range and never for a row.
 */
public final class Progress {
  /** Accumulator: stored bytes of the ranges that discovery has read, or need not. */
  public static final String DISCOVERED_BYTES = "parquetry.discover.bytes";

  /** Accumulator: stored bytes of the ranges that have become rows. */
  public static final String STRINGIFIED_BYTES = "parquetry.stringify.bytes";

  private final LongCounter bytes = new LongCounter();
  private final Counter bytesRead;
  private final Counter filesDone;

  private Progress(MetricGroup metrics, int filesTotal) {
    this.bytesRead = metrics.counter("bytesRead");
    this.filesDone = metrics.counter("filesDone");
    metrics.gauge("filesTotal", () -> filesTotal);
  }

  /** The progress of the task that discovers. */
  public static Progress ofDiscover(RuntimeContext context, int files) {
    return of(context, "discover", DISCOVERED_BYTES, files);
  }

  /** The progress of the task that reads to stringify. */
  public static Progress ofStringify(RuntimeContext context, int files) {
    return of(context, "stringify", STRINGIFIED_BYTES, files);
  }

  private static Progress of(RuntimeContext context, String stage, String accumulator, int files) {
    // One task tells the total, so that the sum over all tasks is right for each metric.
    boolean first = context.getTaskInfo().getIndexOfThisSubtask() == 0;
    Progress progress = new Progress(metrics(context.getMetricGroup(), stage), first ? files : 0);
    context.addAccumulator(accumulator, progress.bytes);
    return progress;
  }

  /** The group that holds the metrics of a stage. */
  public static MetricGroup metrics(MetricGroup operator, String stage) {
    return operator.addGroup("parquetry").addGroup(stage);
  }

  /**
   * A range has been read.
   *
   * @param storedBytes its length
   * @param lastOfFile whether its file ends with it
   */
  public void range(long storedBytes, boolean lastOfFile) {
    bytesRead.inc(storedBytes);
    unreadRange(storedBytes, lastOfFile);
  }

  /** The same of a range that need not be read. */
  public void unreadRange(long storedBytes, boolean lastOfFile) {
    bytes.add(storedBytes);
    if (lastOfFile) {
      filesDone.inc();
    }
  }
}
