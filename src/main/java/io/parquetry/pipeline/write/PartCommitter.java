/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.failure.ParquetryException;
import io.parquetry.flink.FinalFailures;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * FileSink's committer, which makes files visible, with two steps before it: nothing is committed
 * any more when another attempt has published the run; and while files appear one by one, no marker
 * says that their folder is complete.
 */
@SuppressWarnings("try") // Flink's close() throws any exception.
final class PartCommitter implements Committer<FileSinkCommittable> {
  private final Run run;
  private final Committer<FileSinkCommittable> files;
  private final PartSink.AfterLoss afterLoss;
  private final Set<String> unmarked = new HashSet<>();
  private final Counter partsCommitted;

  private volatile Instant began;
  private volatile Instant ended;

  PartCommitter(
      Run run,
      Committer<FileSinkCommittable> files,
      PartSink.AfterLoss afterLoss,
      MetricGroup metrics) {
    this.run = run;
    this.partsCommitted = metrics.counter("partsCommitted");
    metrics.gauge("commitTime", this::commitMilliseconds);
    this.files = files;
    this.afterLoss = afterLoss;
  }

  @Override
  public void commit(Collection<CommitRequest<FileSinkCommittable>> requests)
      throws IOException, InterruptedException {
    if (began == null) {
      began = Instant.now();
    }
    ended = null;
    try {
      commitAll(requests);
    } catch (IOException e) {
      throw FinalFailures.told(run.output(), e);
    }
    ended = Instant.now();
  }

  private void commitAll(Collection<CommitRequest<FileSinkCommittable>> requests)
      throws IOException, InterruptedException {
    checkNoOther();
    for (CommitRequest<FileSinkCommittable> request : requests) {
      String folder = request.getCommittable().getBucketId();
      if (unmarked.add(folder)) {
        Storage.delete(run.output().child(folder).child(DateFolders.MARKER));
      }
    }
    try {
      for (CommitRequest<FileSinkCommittable> request : requests) {
        files.commit(List.of(request));
        partsCommitted.inc();
      }
    } catch (IOException e) {
      // The attempt that has published meanwhile removes the files of the others.
      checkNoOther();
      throw e;
    }
    // Or it had removed them before these were shown.
    checkNoOther();
  }

  /** How long committing has taken so far; it is asked for while it goes on. */
  private long commitMilliseconds() {
    Instant from = began;
    Instant to = ended;
    return from == null ? 0 : Duration.between(from, to == null ? Instant.now() : to).toMillis();
  }

  private void checkNoOther() throws IOException {
    FinalFailures.marked(
        () -> {
          try {
            PublishRecord.checkNoOther(run);
          } catch (ParquetryException e) {
            afterLoss.settle(run);
            throw e;
          }
          return null;
        });
  }

  @Override
  public void close() throws Exception {
    files.close();
  }
}
