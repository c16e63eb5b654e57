/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Makes one mark of all equal rows, which Flink's sort has brought together. */
final class CountOperator extends AbstractStreamOperator<RowMark>
    implements OneInputStreamOperator<RowMark, RowMark>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private transient RowMark current;

  @Override
  public void processElement(StreamRecord<RowMark> element) {
    RowMark mark = element.getValue();
    if (current != null && current.row().equals(mark.row())) {
      current.add(mark);
    } else {
      emit();
      current = mark;
    }
  }

  @Override
  public void endInput() {
    emit();
  }

  private void emit() {
    if (current != null) {
      output.collect(new StreamRecord<>(current));
      current = null;
    }
  }
}
