/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * parquet-avro's writer, but for how it takes a row apart: the bytes of each value go from the line
 * that it was cut from to its column, without a GenericRecord, a String or a schema looked up on
 * the way.
 */
final class TextWriteSupport extends AvroWriteSupport<RowData> {
  private final RowGroupColumns columns;
  private final long textBetweenLooks;
  private final Runnable whenWritten;
  private RowGroupSlot slot;
  private boolean inRowGroup;
  private long textSinceLook;

  /**
   * Writes the rows of a file.
   *
   * @param columns for its row groups
   * @param textBetweenLooks after so many bytes of text it is looked whether one is full;
   *     parquet-java itself counts rows, and a hundred may be gigabytes
   * @param whenWritten is called when they are needed no more
   */
  TextWriteSupport(
      Schema avro, RowGroupColumns columns, long textBetweenLooks, Runnable whenWritten) {
    super(RowGroupSlot.STAND_IN, avro, GenericData.get());
    this.columns = columns;
    this.textBetweenLooks = textBetweenLooks;
    this.whenWritten = whenWritten;
  }

  /** Tells which writer this is the support of; before the first row. */
  void supports(RowGroupSlot rowGroup) {
    slot = rowGroup;
  }

  /** A row group begins. The consumer, to which rows would go value by value, is not kept. */
  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    inRowGroup = false;
  }

  @Override
  public void write(RowData record) {
    TextRow row = (TextRow) record;
    if (!inRowGroup) {
      inRowGroup = true;
      columns.begin();
      slot.put(columns);
    }
    try {
      columns.add(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    textSinceLook += row.textBytes();
    if (textSinceLook >= textBetweenLooks) {
      textSinceLook = 0;
      slot.lookBehindThisRow();
    }
  }

  @Override
  public FinalizedWriteContext finalizeWrite() {
    whenWritten.run();
    return super.finalizeWrite();
  }
}
