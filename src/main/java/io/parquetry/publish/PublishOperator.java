/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import io.parquetry.flink.FinalFailures;
import io.parquetry.flink.LogContext;
import io.parquetry.flink.Progress;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.plan.BadRecordLimit;
import io.parquetry.storage.Location;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns which files were committed, and publishes when there are no more. One task. */
public final class PublishOperator extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<CommittableMessage<FileSinkCommittable>, String>,
        BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PublishOperator.class);

  private final Run run;
  private final BadRecordLimit limit;

  private transient Set<Location> committed;
  private transient Counter parts;

  /**
   * The publish step of a run.
   *
   * @param limit of bad records, where discovery has not seen them
   */
  public PublishOperator(Run run, BadRecordLimit limit) {
    this.run = run;
    this.limit = limit;
  }

  @Override
  public void open() throws Exception {
    super.open();
    LogContext.enter(run.id());
    parts = Progress.metrics(getMetricGroup(), "publish").counter("parts");
    committed = new LinkedHashSet<>();
  }

  @Override
  public void processElement(StreamRecord<CommittableMessage<FileSinkCommittable>> message) {
    if (!(message.getValue() instanceof CommittableWithLineage)) {
      return;
    }
    FileSinkCommittable file =
        ((CommittableWithLineage<FileSinkCommittable>) message.getValue()).getCommittable();
    if (file.hasPendingFile()) {
      String name = file.getPendingFile().getPath().getName();
      committed.add(run.output().child(file.getBucketId()).child(name));
      parts.inc();
    }
  }

  @Override
  public void endInput() throws Exception {
    FinalFailures.marked(
        () -> {
          new Publisher(run, limit).publish(committed);
          return null;
        });
    LOG.info("published run {}: {} part file(s)", run.id(), committed.size());
    output.collect(new StreamRecord<>(run.id()));
  }
}
