/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.pipeline.plan.PartPlan;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.RowData;

/** Turns each line's fields into a row of text. */
public final class StringifyFunction implements MapFunction<ScannedLine, RowData> {
  private static final long serialVersionUID = 1L;

  private final String timestamp;

  private transient PartPlan part;
  private transient RowStringifier stringifier;

  /** All rows of the run bear this instant. */
  public StringifyFunction(String timestamp) {
    this.timestamp = timestamp;
  }

  @Override
  public RowData map(ScannedLine line) {
    if (line.part() != part) {
      part = line.part();
      stringifier = new RowStringifier(part, timestamp);
    }
    return stringifier.row(line);
  }
}
