/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.plan.Columns;
import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;

/**
 * The columns of a file's row groups, one after the other, in place of parquet-java's own, which
 * take each value as an object and each NULL by itself. Row groups, page headers, checksums,
 * indexes and the footer stay parquet-java's.
 */
final class RowGroupColumns implements ColumnWriteStore {
  private static final int ROWS_OF_PAGE = ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT;

  /** A page of less than this is read whole sooner than it is looked up whether it need be. */
  private static final int SMALLEST_PAGE_BYTES = 16 << 10;

  /**
   * What belongs to fewer columns is in the processor's caches all the time, so that letting rows
   * wait gives nothing; with 15 columns it takes a twentieth of the time of writing.
   */
  private static final int FEWEST_THAT_WAIT = 512;

  /** Takes the columns' pages when a row group ends, one column after the other. */
  interface Target {
    /** Takes the pages of a column, which then are gone. */
    void take(ColumnChunk chunk) throws IOException;
  }

  private final TextColumn[] columns;
  private final StagedRows staged;
  private final PageBuffers buffers;
  private int rows;
  private int pageEnd;

  /** Columns that have no row group yet. */
  RowGroupColumns(
      List<ColumnDescriptor> descriptors,
      Columns planned,
      BytesInputCompressor compressor,
      StagedRows staged,
      PageBuffers buffers) {
    this.staged = staged;
    this.buffers = buffers;
    this.columns = new TextColumn[descriptors.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new TextColumn(descriptors.get(i), !planned.plain(i), compressor, buffers);
    }
  }

  /** For the rows of files with so many columns; without room where none will wait. */
  static StagedRows stagedRows(int columnCount) {
    return new StagedRows(columnCount < FEWEST_THAT_WAIT ? 0 : columnCount);
  }

  /** Begins a row group. */
  void begin() {
    rows = 0;
    pageEnd = ROWS_OF_PAGE;
    for (TextColumn column : columns) {
      column.begin();
    }
  }

  /** Adds a row: only the columns that it sets are touched. */
  void add(TextRow row) throws IOException {
    if (rows == pageEnd) {
      endPages();
    }
    if (columns.length < FEWEST_THAT_WAIT) {
      addNow(row);
    } else if (!staged.add(row, rows, columns)) {
      staged.drain(columns);
      if (!staged.add(row, rows, columns)) {
        // It is larger than all that can wait together.
        addNow(row);
      }
    }
    rows++;
  }

  private void addNow(TextRow row) throws IOException {
    for (int i = 0; i < row.columnsSet(); i++) {
      int position = row.columnSet(i);
      if (!row.isNullAt(position)) {
        columns[position].add(rows, row.array(position), row.start(position), row.length(position));
      }
    }
  }

  /**
   * Pages of all columns end at the same rows, which helps readers that pass over some; but for
   * those that became full not long before, and those with little in them, of which columns that
   * are mostly NULL would have thousands.
   */
  private void endPages() throws IOException {
    staged.drain(columns);
    for (TextColumn column : columns) {
      if (rows - column.firstRow() > ROWS_OF_PAGE / 2
          && column.pageBytes() >= SMALLEST_PAGE_BYTES) {
        column.endPage(rows);
      }
    }
    pageEnd += ROWS_OF_PAGE;
  }

  /** Positions of the columns that have given their dictionary up, or never had one. */
  BitSet withoutDictionary() {
    BitSet plain = new BitSet();
    for (int i = 0; i < columns.length; i++) {
      plain.set(i, columns[i].withoutDictionary());
    }
    return plain;
  }

  /** Ends the row group. */
  void end(Target target) throws IOException {
    // What no page of a whole row group has needed again will hardly be needed for the next.
    buffers.forget();
    staged.drain(columns);
    for (TextColumn column : columns) {
      ColumnChunk chunk = column.end(rows);
      target.take(chunk);
      chunk.clear();
    }
  }

  /** Not yet: {@link RowGroupSlot} ends the row group when its pages are asked for. */
  @Override
  public void flush() {}

  /**
   * Bytes in memory, about; of a row at least one: from those of a row parquet-java takes when to
   * look again, and of none it would take each row.
   */
  @Override
  public long getBufferedSize() {
    try {
      staged.drain(columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long bytes = 0;
    for (TextColumn column : columns) {
      bytes += column.bufferedBytes();
    }
    return Math.max(bytes, rows);
  }

  /** For a warning of parquet-java's only; how much there can be, the plan has seen to. */
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
    // Buffers went back when the row group ended; after a failure nothing uses them again.
  }
}
