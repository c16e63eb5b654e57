/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.lang.reflect.Field;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.schema.MessageType;

/**
 * Where parquet-java's writer keeps the columns of the row group that it gathers. It makes them
 * itself, for each row group anew, and has no public way to be given others; so they are put into
 * its field. So is when it looks next how large the row group has become. The job jar brings the
 * one version of Parquet for which that holds, under a name of its own.
 */
final class RowGroupSlot {
  private static final Field ROW_GROUPS = field(ParquetWriter.class, "writer");
  private static final Field PAGES = field(ROW_GROUPS.getType(), "pageStore");
  private static final Field COLUMNS = field(ROW_GROUPS.getType(), "columnStore");
  private static final Field NEXT_LOOK = field(ROW_GROUPS.getType(), "recordCountForNextMemCheck");
  private static final Field ROWS = field(ROW_GROUPS.getType(), "recordConsumer");

  private static final MessageType NO_COLUMNS = new MessageType("none");

  private final Object rowGroups;

  /** That of a writer. */
  RowGroupSlot(ParquetWriter<?> writer) {
    rowGroups = value(ROW_GROUPS, writer);
  }

  /** Where the pages of the row group go that begins. */
  PageWriteStore pages() {
    return (PageWriteStore) value(PAGES, rowGroups);
  }

  /** Replaces the columns of the row group that begins. */
  void put(ColumnWriteStore replacement) {
    ((ColumnWriteStore) value(COLUMNS, rowGroups)).close();
    set(COLUMNS, replacement);
    // The consumer of rows keeps the columns that it was made for, thousands of them as it may be.
    set(ROWS, new ColumnIOFactory().getColumnIO(NO_COLUMNS).getRecordWriter(replacement));
  }

  /** Has it look, behind the row that is being written, whether the row group is full. */
  void lookBehindThisRow() {
    set(NEXT_LOOK, 0L);
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
      throw otherVersion(field.getName(), e);
    }
  }

  private void set(Field field, Object value) {
    try {
      field.set(rowGroups, value);
    } catch (IllegalAccessException e) {
      throw otherVersion(field.getName(), e);
    }
  }

  private static IllegalStateException otherVersion(String name, Exception cause) {
    return new IllegalStateException(
        "parquet-hadoop has no field "
            + name
            + " to be set: it is not of the version in the pom; build again with that one",
        cause);
  }
}
