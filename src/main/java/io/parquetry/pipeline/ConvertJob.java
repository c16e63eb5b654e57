/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import io.parquetry.flink.BatchSettings;
import io.parquetry.flink.HandOverType;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.CountFunction;
import io.parquetry.pipeline.discover.ProfileFormat;
import io.parquetry.pipeline.discover.RangeEnumerator;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.pipeline.plan.BadRecordLimit;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlanOperator;
import io.parquetry.pipeline.plan.Planner;
import io.parquetry.pipeline.stringify.ReadFunction;
import io.parquetry.pipeline.stringify.ScannedLine;
import io.parquetry.pipeline.stringify.StringifyFunction;
import io.parquetry.pipeline.write.PartSink;
import io.parquetry.pipeline.write.SampleEncoder;
import io.parquetry.publish.Completion;
import io.parquetry.publish.PublishOperator;
import io.parquetry.storage.Storage;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;

/**
 * The whole job on one page.
 *
 * <pre>
 * collect (in main: listing only)
 *    │
 *    ▼
 * FileSource ─▶ discover ─▶ plan (1) ─▶ stringify (n) ─chained─▶ write (n) ─▶ commit ─▶ publish (1)
 *             profiles   part plans            rows             committables
 * </pre>
 *
 * <p>The data is read twice, or once where the columns are given, and never shuffled: only metadata
 * crosses the edges. There is nothing behind {@code execute()}, since most ways to start a job
 * return from it at submission.
 */
public final class ConvertJob {
  private final Run run;
  private final ConvertOptions options;
  private final int tasks;

  /**
   * A job for a run.
   *
   * @param parallelism how many tasks may read and write at once
   */
  public ConvertJob(Run run, ConvertOptions options, int parallelism) {
    this.run = run;
    this.options = options;
    long bytes = run.files().stream().mapToLong(InputFile::length).sum();
    long ranges = Math.max(run.files().size(), bytes / options.plan().rangeBytes());
    this.tasks = (int) Math.min(parallelism, ranges);
  }

  /** What a job for these runs is called. */
  public static String name(List<Run> runs) {
    return "parquetry convert " + (runs.isEmpty() ? "nothing: published already" : ids(runs));
  }

  /** The ids of runs, the first few of many; empty for none. */
  public static String ids(List<Run> runs) {
    String ids = runs.stream().map(Run::id).limit(3).collect(Collectors.joining(" "));
    return runs.size() > 3 ? ids + " and " + (runs.size() - 3) + " more" : ids;
  }

  /** Adds the graph to an environment, which then can be executed once. */
  public void build(StreamExecutionEnvironment environment) {
    configure(environment);
    DataStream<RangeProfile> profiles = discover(environment);
    DataStream<PartPlan> parts = plan(profiles);
    if (options.dryRun()) {
      parts.sinkTo(new DiscardingSink<>()).name("planned").uid(uid("planned")).setParallelism(1);
      return;
    }
    DataStream<RowData> rows = stringify(parts);
    write(rows);
  }

  private void configure(StreamExecutionEnvironment environment) {
    // Each operator below says its own parallelism too.
    BatchSettings.apply(environment, tasks);
    // Rows are slices of the reader's buffer; between chained operators nothing is copied.
    environment.getConfig().enableObjectReuse();
  }

  private String uid(String step) {
    return step + "-" + run.id();
  }

  private DataStream<RangeProfile> discover(StreamExecutionEnvironment environment) {
    Path[] paths =
        run.files().stream().map(file -> Storage.path(file.location())).toArray(Path[]::new);
    FileSource<RangeProfile> source =
        FileSource.forBulkFileFormat(
                new ProfileFormat(run.id(), run.files(), options.discover()), paths)
            .setFileEnumerator(RangeEnumerator.provider(run.files(), options.plan().rangeBytes()))
            .build();
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "discover")
        .uid(uid("discover"))
        // Runs that share a job take turns, so that the memory of one is enough for all.
        .slotSharingGroup(run.id())
        .setParallelism(tasks)
        .map(new CountFunction(run))
        .returns(HandOverType.serialized(RangeProfile.class))
        .name("discover: count")
        .uid(uid("discover-count"))
        .setParallelism(tasks);
  }

  private DataStream<PartPlan> plan(DataStream<RangeProfile> profiles) {
    SampleEncoder probe =
        new SampleEncoder(
            options.discover(), options.write().compression(), options.plan().targetFileBytes());
    Planner planner =
        new Planner(run.manifest(), run.files(), options.discover(), options.plan(), probe);
    return profiles
        .global()
        .transform(
            "plan",
            HandOverType.serialized(PartPlan.class),
            new PlanOperator(
                run, planner, tasks, options.discover().quarantined(), options.dryRun()))
        .uid(uid("plan"))
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  private DataStream<RowData> stringify(DataStream<PartPlan> parts) {
    return parts
        .partitionCustom((lane, lanes) -> lane % lanes, PartPlan::lane)
        .flatMap(new ReadFunction(options.discover(), run))
        .returns(HandOverType.chained(ScannedLine.class))
        .name("stringify: read")
        .uid(uid("stringify-read"))
        .setParallelism(tasks)
        .map(new StringifyFunction(run.timestamp()))
        .returns(HandOverType.chained(RowData.class))
        .name("stringify")
        .uid(uid("stringify"))
        .setParallelism(tasks);
  }

  private void write(DataStream<RowData> rows) {
    PartSink sink =
        new PartSink(
            run,
            options.write(),
            options.plan().targetFileBytes(),
            this::publish,
            Completion::afterLoss);
    rows.sinkTo(sink).name("write").uid(uid("write")).setParallelism(tasks);
  }

  private void publish(DataStream<CommittableMessage<FileSinkCommittable>> committables) {
    committables
        .global()
        .transform(
            "publish",
            Types.STRING,
            new PublishOperator(run, new BadRecordLimit(options.discover(), run.manifest())))
        .uid(uid("publish"))
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .name("published")
        .uid(uid("published"))
        .setParallelism(1);
  }
}
