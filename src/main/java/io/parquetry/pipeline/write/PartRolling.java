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
 * size in spite of the plan. The size moves a row group at a time, and stays behind by less than a
 * block of {@link BlockOutput}.
 */
public final class PartRolling extends CheckpointRollingPolicy<RowData, String> {
  private static final long serialVersionUID = 1L;

  /** Asking for the size of a local file is a call of the system. */
  private static final long TEXT_BETWEEN_CHECKS = 1 << 20;

  private transient long textSinceCheck;

  @Override
  public boolean shouldRollOnEvent(PartFileInfo<String> file, RowData element) throws IOException {
    TextRow row = (TextRow) element;
    if (row.firstOfPart()) {
      textSinceCheck = 0;
      return true;
    }
    textSinceCheck += row.textBytes();
    if (textSinceCheck < TEXT_BETWEEN_CHECKS) {
      return false;
    }
    textSinceCheck = 0;
    return file.getSize() >= row.part().rollBytes();
  }

  @Override
  public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long now) {
    return false;
  }
}
