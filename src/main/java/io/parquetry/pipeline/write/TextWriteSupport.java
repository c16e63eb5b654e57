/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * parquet-avro's writer, but for how it takes a row apart: each value goes to its column's page
 * from the line it was cut from, without a GenericRecord, a String or a schema looked up on the
 * way.
 */
final class TextWriteSupport extends AvroWriteSupport<RowData> {
  private final RowGroupColumns columns;
  private RowGroupSlot slot;
  private boolean rowGroupBegun;

  TextWriteSupport(List<String> names, RowGroupColumns columns) {
    super(TextSchema.parquet(names), TextSchema.avro(names), GenericData.get());
    this.columns = columns;
  }

  /** Tells which writer this is the support of; before the first row. */
  void supports(RowGroupSlot rowGroup) {
    slot = rowGroup;
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    super.prepareForWrite(consumer);
    rowGroupBegun = false;
  }

  @Override
  public void write(RowData record) {
    if (!rowGroupBegun) {
      columns.begin(slot.pages());
      slot.put(columns);
      rowGroupBegun = true;
    }
    try {
      columns.add((TextRow) record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
