/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.flink.FinalFailures;
import io.parquetry.flink.LogContext;
import io.parquetry.flink.Progress;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.ByteRange;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.RangeLines;
import io.parquetry.pipeline.discover.ReadAhead;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/** Reads the lines of each part that comes to this task. */
public final class ReadFunction extends RichFlatMapFunction<PartPlan, ScannedLine> {
  private static final long serialVersionUID = 1L;

  private final DiscoverOptions options;
  private final Run run;

  private transient Progress progress;
  private transient Counter quarantined;

  /** Bad records are kept with the run if the options want it. */
  public ReadFunction(DiscoverOptions options, Run run) {
    this.options = options;
    this.run = run;
  }

  @Override
  public void open(OpenContext context) {
    LogContext.enter(run.id());
    progress = Progress.ofStringify(getRuntimeContext(), run.files().size());
    quarantined =
        Progress.metrics(getRuntimeContext().getMetricGroup(), "stringify")
            .counter("rowsQuarantined");
  }

  @Override
  public void flatMap(PartPlan part, Collector<ScannedLine> out) throws Exception {
    PartLines lines = new PartLines(part, options);
    boolean kept = options.quarantined();
    Quarantine quarantine = kept ? Quarantine.of(run) : Quarantine.none();
    List<ByteRange> ranges =
        part.ranges().stream().map(PlannedRange::range).collect(Collectors.toList());
    try (ReadAhead ahead = ReadAhead.of(run.files(), ranges, options.maxLineBytes())) {
      for (PlannedRange range : part.ranges()) {
        long bad =
            FinalFailures.marked(
                () -> {
                  RangeLines opened = ahead.next();
                  return lines.read(range, opened, quarantine, out::collect);
                });
        quarantined.inc(kept ? bad : 0);
        progress.range(range.range().length(), range.range().endsFile(range.file().length()));
      }
    }
    if (part.columns().given()) {
      FinalFailures.marked(
          () -> {
            lines.checkUnchanged();
            lines.counts().write(run);
            return null;
          });
    }
  }
}
