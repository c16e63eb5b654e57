/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;

/**
 * The columns of the row group that a file's writer gathers, in place of parquet-java's own, which
 * takes each value as an object and each NULL by itself. Row groups, compression, checksums,
 * indexes and the footer stay parquet-java's.
 */
final class RowGroupColumns implements ColumnWriteStore {
  private static final int ROWS_OF_PAGE = ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT;

  private final TextColumn[] columns;
  private int rows;
  private int pageEnd;

  /**
   * Columns of a file.
   *
   * @param plain by position, whether a column has no dictionary
   */
  RowGroupColumns(
      List<ColumnDescriptor> descriptors, boolean[] plain, ByteBufferAllocator buffers) {
    columns = new TextColumn[descriptors.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new TextColumn(descriptors.get(i), plain[i], buffers);
    }
  }

  /** Begins a row group, whose pages go there. */
  void begin(PageWriteStore pages) {
    for (TextColumn column : columns) {
      column.begin(pages);
    }
    rows = 0;
    pageEnd = ROWS_OF_PAGE;
  }

  /** Adds a row: only the columns that it sets are touched. */
  void add(TextRow row) throws IOException {
    if (rows == pageEnd) {
      for (TextColumn column : columns) {
        column.endPage(rows);
      }
      pageEnd += ROWS_OF_PAGE;
    }
    for (int i = 0; i < row.columnsSet(); i++) {
      int position = row.columnSet(i);
      if (!row.isNullAt(position)) {
        columns[position].add(rows, row.array(position), row.start(position), row.length(position));
      }
    }
    rows++;
  }

  /** Positions of the columns that have given their dictionary up, or never had one. */
  BitSet withoutDictionary() {
    BitSet plain = new BitSet();
    for (int i = 0; i < columns.length; i++) {
      plain.set(i, columns[i].withoutDictionary());
    }
    return plain;
  }

  @Override
  public void flush() {
    try {
      for (TextColumn column : columns) {
        column.end(rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long getBufferedSize() {
    long bytes = 0;
    for (TextColumn column : columns) {
      bytes += column.bufferedBytes();
    }
    return bytes;
  }

  @Override
  public long getAllocatedSize() {
    return getBufferedSize();
  }

  @Override
  public String memUsageString() {
    return getBufferedSize() + " bytes in " + columns.length + " columns";
  }

  @Override
  public ColumnWriter getColumnWriter(ColumnDescriptor path) {
    throw new UnsupportedOperationException("rows are added whole");
  }

  @Override
  public void endRecord() {
    throw new UnsupportedOperationException("rows are added whole");
  }

  @Override
  public void close() {
    // The next row group uses what is here.
  }
}
