/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * parquet-avro's writer, but for how it takes a row apart: the column writers copy each value from
 * the line it was cut from, without a GenericRecord, a String or a schema looked up on the way.
 */
final class TextWriteSupport extends AvroWriteSupport<RowData> {
  private final String[] names;
  private RecordConsumer columns;

  TextWriteSupport(List<String> names) {
    super(TextSchema.parquet(names), TextSchema.avro(names), GenericData.get());
    this.names = names.toArray(new String[0]);
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    super.prepareForWrite(consumer);
    columns = consumer;
  }

  @Override
  public void write(RowData record) {
    TextRow row = (TextRow) record;
    columns.startMessage();
    for (int i = 0; i < names.length; i++) {
      if (!row.isNullAt(i)) {
        columns.startField(names[i], i);
        columns.addBinary(Binary.fromReusedByteArray(row.array(i), row.start(i), row.length(i)));
        columns.endField(names[i], i);
      }
    }
    columns.endMessage();
  }
}
