/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.stringify.TextRow;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.table.data.RowData;

/** Puts each row into the folder of its date. */
public final class DateFolders implements BucketAssigner<RowData, String> {
  private static final long serialVersionUID = 1L;

  /** The object that tells readers that a folder is complete. */
  public static final String MARKER = "_SUCCESS";

  private transient PartPlan lastPart;
  private transient String nameOfLast;

  /** The name of a date's folder. */
  public static String name(String date) {
    return "merged-parquet-" + date;
  }

  @Override
  public String getBucketId(RowData row, Context context) {
    PartPlan part = ((TextRow) row).part();
    if (part != lastPart) {
      lastPart = part;
      nameOfLast = name(part.date());
    }
    return nameOfLast;
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
