/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;
import org.apache.flink.table.data.RowData;

/**
 * Begins a new file with each part of the plan, and within a part when the file has outgrown its
 * size in spite of the plan. The size moves a row group at a time.
 */
public final class PartRolling extends CheckpointRollingPolicy<RowData, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean shouldRollOnEvent(PartFileInfo<String> file, RowData element) throws IOException {
    TextRow row = (TextRow) element;
    return row.firstOfPart() || file.getSize() >= row.part().rollBytes();
  }

  @Override
  public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long now) {
    return false;
  }
}
