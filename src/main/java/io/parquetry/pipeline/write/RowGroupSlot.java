/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import java.lang.reflect.Field;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Where parquet-java's writer keeps the columns and pages of the row group that it gathers. It
 * makes them itself, for each row group anew and some of it twice, which takes long where columns
 * are thousands, and has no public way to be given others. So it is made for a file of one column,
 * a stand-in, and the true columns are put into its fields, as is when it looks next how large the
 * row group has become. The job jar brings the one version of Parquet for which that holds, under a
 * name of its own.
 */
final class RowGroupSlot {
  /** The schema that a writer is to be made for; the file's takes its place. */
  static final MessageType STAND_IN =
      Types.buildMessage().required(PrimitiveTypeName.BINARY).named("stand_in").named("stand_in");

  private static final Field ROW_GROUPS = field(ParquetWriter.class, "writer");
  private static final Field FILE = field(ROW_GROUPS.getType(), "parquetFileWriter");
  private static final Field SCHEMA = field(ParquetFileWriter.class, "schema");
  private static final Field PAGES = field(ROW_GROUPS.getType(), "pageStore");
  private static final Field COLUMNS = field(ROW_GROUPS.getType(), "columnStore");
  private static final Field NEXT_LOOK = field(ROW_GROUPS.getType(), "recordCountForNextMemCheck");

  private final Object rowGroups;

  /** That of a writer for files of this schema. */
  RowGroupSlot(ParquetWriter<?> writer, MessageType schema) {
    rowGroups = value(ROW_GROUPS, writer);
    set(SCHEMA, value(FILE, rowGroups), schema);
  }

  /** Replaces columns and pages of the row group that begins. */
  void put(RowGroupColumns columns) {
    ((ColumnWriteStore) value(COLUMNS, rowGroups)).close();
    set(COLUMNS, rowGroups, columns);
    ((ColumnChunkPageWriteStore) value(PAGES, rowGroups)).close();
    set(PAGES, rowGroups, new Pages(columns));
  }

  /** The pages that the columns hold. */
  private static final class Pages extends ColumnChunkPageWriteStore {
    private static final MessageType NONE_OF_ITS_OWN = new MessageType("none");

    private final RowGroupColumns columns;

    Pages(RowGroupColumns columns) {
      super((BytesInputCompressor) null, NONE_OF_ITS_OWN, null, 0);
      this.columns = columns;
    }

    @Override
    public void flushToFileWriter(ParquetFileWriter file) throws IOException {
      columns.end(chunk -> chunk.writeTo(file));
    }
  }

  /** Has it look, behind the row that is being written, whether the row group is full. */
  void lookBehindThisRow() {
    set(NEXT_LOOK, rowGroups, 0L);
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw otherVersion(type.getSimpleName() + "." + name, e);
    }
  }

  private static Object value(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw refused(field, e);
    }
  }

  private static void set(Field field, Object object, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw refused(field, e);
    }
  }

  private static IllegalStateException refused(Field field, Exception cause) {
    return new IllegalStateException(
        "this JVM does not let " + field + " be read and set: run on Java 17", cause);
  }

  private static IllegalStateException otherVersion(String name, Exception cause) {
    return new IllegalStateException(
        "parquet-hadoop has no field "
            + name
            + " to be set: it is not of the version in the pom; build again with that one",
        cause);
  }
}
