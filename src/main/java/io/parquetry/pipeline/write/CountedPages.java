/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;

/** Counts the bytes of pages, and keeps none of them. */
final class CountedPages implements PageWriteStore, PageWriter {
  /** A header's numbers take a byte more or less. */
  private static final int HEADER_BYTES = 28;

  private final BytesInputCompressor compressor;
  private long bytes;

  /** No pages yet. */
  CountedPages(BytesInputCompressor compressor) {
    this.compressor = compressor;
  }

  /** Bytes of all pages with their headers, compressed. */
  long bytes() {
    return bytes;
  }

  private void add(BytesInput page) throws IOException {
    bytes += HEADER_BYTES + compressor.compress(page).size();
  }

  @Override
  public PageWriter getPageWriter(ColumnDescriptor column) {
    return this;
  }

  @Override
  public void writePage(
      BytesInput page,
      int valueCount,
      int rowCount,
      Statistics<?> statistics,
      SizeStatistics sizes,
      GeospatialStatistics places,
      Encoding repetitionLevels,
      Encoding definitionLevels,
      Encoding values)
      throws IOException {
    add(page);
  }

  @Override
  public void writeDictionaryPage(DictionaryPage page) throws IOException {
    add(page.getBytes());
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract, and called by nobody.
  public void writePage(
      BytesInput page,
      int valueCount,
      Statistics<?> statistics,
      Encoding repetitionLevels,
      Encoding definitionLevels,
      Encoding values) {
    throw otherPage();
  }

  @Override
  public void writePage(
      BytesInput page,
      int valueCount,
      int rowCount,
      Statistics<?> statistics,
      Encoding repetitionLevels,
      Encoding definitionLevels,
      Encoding values) {
    throw otherPage();
  }

  @Override
  public void writePageV2(
      int rowCount,
      int nullCount,
      int valueCount,
      BytesInput repetitionLevels,
      BytesInput definitionLevels,
      Encoding values,
      BytesInput data,
      Statistics<?> statistics) {
    throw otherPage();
  }

  private static UnsupportedOperationException otherPage() {
    return new UnsupportedOperationException("pages have rows and sizes, and are not of V2");
  }

  /** Nothing, as there are no bytes in memory; {@link #bytes} are those of all columns. */
  @Override
  public long getMemSize() {
    return 0;
  }

  @Override
  public long allocatedSize() {
    return 0;
  }

  @Override
  public String memUsageString(String prefix) {
    return prefix + "nothing";
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
