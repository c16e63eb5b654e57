/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.lang.reflect.Field;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * Where parquet-java's writer keeps the columns of the row group that it gathers. It makes them
 * itself, for each row group anew, and has no public way to be given others; so they are put into
 * its field. The job jar brings the one version of Parquet for which that holds.
 */
final class RowGroupSlot {
  private final Object rowGroups;
  private final Field columns;
  private final Field pages;

  /** That of a writer. */
  RowGroupSlot(ParquetWriter<?> writer) {
    rowGroups = value(field(ParquetWriter.class, "writer"), writer);
    columns = field(rowGroups.getClass(), "columnStore");
    pages = field(rowGroups.getClass(), "pageStore");
  }

  /** Where the pages of the row group go that begins. */
  PageWriteStore pages() {
    return (PageWriteStore) value(pages, rowGroups);
  }

  /** Replaces the columns of the row group that begins. */
  void put(ColumnWriteStore replacement) {
    ((ColumnWriteStore) value(columns, rowGroups)).close();
    try {
      columns.set(rowGroups, replacement);
    } catch (IllegalAccessException e) {
      throw otherVersion(columns.getName(), e);
    }
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

  private static IllegalStateException otherVersion(String name, Exception cause) {
    return new IllegalStateException(
        "parquet-hadoop has no " + name + " to be set: another version than this build's", cause);
  }
}
