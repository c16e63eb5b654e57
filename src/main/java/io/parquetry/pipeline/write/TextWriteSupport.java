/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * parquet-avro's writer, but for how it takes a row apart: each value goes to its column's page
 * from the line it was cut from, without a GenericRecord, a String or a schema looked up on the
 * way.
 */
final class TextWriteSupport extends AvroWriteSupport<RowData> {
  private final Function<PageWriteStore, RowGroupColumns> columnsOfRowGroup;
  private RowGroupSlot slot;

  /** Null before the first row of a row group. */
  private RowGroupColumns columns;

  TextWriteSupport(
      MessageType schema, Schema avro, Function<PageWriteStore, RowGroupColumns> columns) {
    super(schema, avro, GenericData.get());
    this.columnsOfRowGroup = columns;
  }

  /** Tells which writer this is the support of; before the first row. */
  void supports(RowGroupSlot rowGroup) {
    slot = rowGroup;
  }

  /** A row group begins. The consumer, to which rows would go value by value, is not kept. */
  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    columns = null;
  }

  @Override
  public void write(RowData record) {
    if (columns == null) {
      columns = columnsOfRowGroup.apply(slot.pages());
      slot.put(columns);
    }
    try {
      columns.add((TextRow) record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
