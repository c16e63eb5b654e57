/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;

/**
 * Lets parquet-avro read a row of text in place: no GenericRecord is made for a row, and no String
 * for a value. The one {@link Utf8} it hands out is valid until the next field; the column writers
 * copy from it at once.
 */
final class RowDataModel extends GenericData {
  private final Utf8 text = new Utf8();

  @Override
  public Object getField(Object record, String name, int position) {
    TextRow row = (TextRow) record;
    if (row.isNullAt(position)) {
      return null;
    }
    int length = row.length(position);
    text.setByteLength(length);
    System.arraycopy(row.array(position), row.start(position), text.getBytes(), 0, length);
    return text;
  }
}
