/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.flink.LogContext;
import io.parquetry.flink.Progress;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.table.data.RowData;

/**
 * FileSink, and behind its commit a step of ours. What FileSink leaves visible is not what counts:
 * after a lost TaskManager it holds files of several attempts. The step behind it sees the files
 * that were committed by the attempt that won, and only those.
 */
public final class PartSink
    implements Sink<RowData>,
        SupportsCommitter<FileSinkCommittable>,
        SupportsPostCommitTopology<FileSinkCommittable> {
  private static final long serialVersionUID = 1L;

  /** What follows the commit. */
  public interface AfterCommit
      extends Consumer<DataStream<CommittableMessage<FileSinkCommittable>>> {}

  /** What follows where another attempt has published the run before this one could. */
  public interface AfterLoss extends Serializable {
    /** Removes what the attempt has shown, and completes the other. */
    void settle(Run run) throws IOException;
  }

  private final Run run;
  private final FileSink<RowData> files;
  private final transient AfterCommit afterCommit;
  private final AfterLoss afterLoss;

  /**
   * A sink for the parts of a run.
   *
   * @param afterCommit adds the publish step to the graph
   */
  public PartSink(
      Run run,
      WriteOptions options,
      long targetFileBytes,
      AfterCommit afterCommit,
      AfterLoss afterLoss) {
    this.run = run;
    this.afterCommit = afterCommit;
    this.afterLoss = afterLoss;
    this.files =
        FileSink.forBulkFormat(
                Storage.path(run.output()),
                new PartWriters(
                    run.id(), run.attempt(), options.compression(), targetFileBytes, run.output()))
            .withBucketAssigner(new DateFolders())
            .withRollingPolicy(new PartRolling())
            .withOutputFileConfig(
                OutputFileConfig.builder()
                    .withPartPrefix(PartNames.prefix(run))
                    .withPartSuffix(options.compression().fileEnding())
                    .build())
            .build();
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in Sink; Flink 1.20 calls the other one.
  public SinkWriter<RowData> createWriter(InitContext context) throws IOException {
    return files.createWriter(context);
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    SinkWriterMetricGroup metrics = context.metricGroup();
    // Flink counts rows already, among those that it counts out are the committables too.
    Progress.metrics(metrics, "write")
        .counter("rowsWritten", metrics.getIOMetricGroup().getNumRecordsInCounter());
    return new RefusalTold(run.output(), files.createWriter(context));
  }

  @Override
  public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    LogContext.enter(run.id());
    return new PartCommitter(
        run,
        files.createCommitter(context),
        afterLoss,
        Progress.metrics(context.metricGroup(), "write"));
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
    return files.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(
      DataStream<CommittableMessage<FileSinkCommittable>> committables) {
    afterCommit.accept(committables);
  }
}
