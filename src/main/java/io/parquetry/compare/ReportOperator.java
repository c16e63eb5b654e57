/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import io.parquetry.flink.FinalFailures;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up the tallies of all tasks, and hands the result to whoever waits for the job. One task.
 */
final class ReportOperator extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<Tally, String>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** The accumulator that holds the result, as JSON. */
  static final String RESULT = "parquetry.compare.result";

  private final ArrayList<ComparedFile> files;
  private final ComparedColumns columns;

  private transient Tally total;

  ReportOperator(List<ComparedFile> files, ComparedColumns columns) {
    this.files = new ArrayList<>(files);
    this.columns = columns;
  }

  @Override
  public void open() throws Exception {
    super.open();
    total = new Tally();
  }

  @Override
  public void processElement(StreamRecord<Tally> tally) {
    total.addAll(tally.getValue());
  }

  @Override
  public void endInput() throws Exception {
    String result =
        FinalFailures.marked(() -> new Differences(files, columns, total).describe().toString());
    ListAccumulator<String> accumulator = new ListAccumulator<>();
    accumulator.add(result);
    getRuntimeContext().addAccumulator(RESULT, accumulator);
  }
}
