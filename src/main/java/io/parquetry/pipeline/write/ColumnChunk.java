/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferReleaser;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * The pages of one column in a row group, compressed: they wait here for the row group's end, since
 * in a file the pages of a column stand together, and a dictionary before them.
 */
final class ColumnChunk {
  /** A header's numbers take a byte more or less. */
  private static final int HEADER_BYTES = 28;

  /** What is said of repetition levels where there are none: each row has one value at most. */
  @SuppressWarnings("deprecation")
  private static final Encoding NO_LEVELS = Encoding.BIT_PACKED;

  private final ColumnDescriptor column;
  private final BytesInputCompressor compressor;
  private final PageBuffers buffers;
  private final List<DataPage> pages = new ArrayList<>(1);
  private int rows;
  private long bytes;
  private long bytesOfStatistics;

  /** Null where no page needs one. */
  private Compressed dictionary;

  private int dictionaryEntries;
  private Encoding dictionaryEncoding;

  /** No pages yet. */
  ColumnChunk(ColumnDescriptor column, BytesInputCompressor compressor, PageBuffers buffers) {
    this.column = column;
    this.compressor = compressor;
    this.buffers = buffers;
  }

  /** The bytes of a page, in a buffer of their own. */
  private static final class Compressed {
    private final ByteBuffer buffer;
    private final int uncompressedSize;

    Compressed(ByteBuffer buffer, int uncompressedSize) {
      this.buffer = buffer;
      this.uncompressedSize = uncompressedSize;
    }

    @SuppressWarnings("ByteBufferBackingArray") // Theirs have an array each.
    BytesInput bytes() {
      return BytesInput.from(buffer.array(), 0, buffer.limit());
    }
  }

  private static final class DataPage {
    private final Compressed page;
    private final int rows;
    private final Encoding values;
    private final Statistics<?> statistics;
    private final SizeStatistics sizes;

    DataPage(
        Compressed page,
        int rows,
        Encoding values,
        Statistics<?> statistics,
        SizeStatistics sizes) {
      this.page = page;
      this.rows = rows;
      this.values = values;
      this.statistics = statistics;
      this.sizes = sizes;
    }
  }

  private Compressed compressed(BytesInput page) throws IOException {
    int uncompressedSize = Math.toIntExact(page.size());
    try (ByteBufferReleaser releaser = new ByteBufferReleaser(buffers)) {
      ByteBuffer compressed = compressor.compress(page).toByteBuffer(releaser);
      bytes += HEADER_BYTES;
      bytes += compressed.remaining();
      return new Compressed(
          buffers.allocate(compressed.remaining()).put(compressed).flip(), uncompressedSize);
    }
  }

  /** Adds a page: the levels and values of so many rows, which are not kept. */
  void add(
      BytesInput page,
      int rowsOfPage,
      Encoding values,
      BinaryStatistics statistics,
      SizeStatistics sizes)
      throws IOException {
    if (statistics.hasNonNullValue()) {
      bytesOfStatistics += statistics.genericGetMin().length();
      bytesOfStatistics += statistics.genericGetMax().length();
    }
    pages.add(new DataPage(compressed(page), rowsOfPage, values, statistics, sizes));
    rows += rowsOfPage;
  }

  /** Sets the dictionary that pages refer to; once. */
  void setDictionary(BytesInput page, int entries, Encoding encoding) throws IOException {
    dictionary = compressed(page);
    dictionaryEntries = entries;
    dictionaryEncoding = encoding;
  }

  /** Bytes of all pages with their headers, about. */
  long bytes() {
    return bytes;
  }

  /** Bytes that wait in memory: those, and the extremes that the pages' statistics have. */
  long bufferedBytes() {
    return bytes + bytesOfStatistics;
  }

  /** Writes all pages as the next chunk of the row group that a file is in. */
  void writeTo(ParquetFileWriter file) throws IOException {
    file.startColumn(column, rows, compressor.getCodecName());
    if (dictionary != null) {
      file.writeDictionaryPage(
          new DictionaryPage(
              dictionary.bytes(),
              dictionary.uncompressedSize,
              dictionaryEntries,
              dictionaryEncoding));
    }
    for (DataPage page : pages) {
      file.writeDataPage(
          page.rows,
          page.page.uncompressedSize,
          page.page.bytes(),
          page.statistics,
          page.rows,
          NO_LEVELS,
          Encoding.RLE,
          page.values,
          null,
          null,
          page.sizes);
    }
    file.endColumn();
  }

  /** Forgets all pages; their buffers serve others. */
  void clear() {
    for (DataPage page : pages) {
      buffers.release(page.page.buffer);
    }
    pages.clear();
    if (dictionary != null) {
      buffers.release(dictionary.buffer);
      dictionary = null;
    }
    rows = 0;
    bytes = 0;
    bytesOfStatistics = 0;
  }
}
