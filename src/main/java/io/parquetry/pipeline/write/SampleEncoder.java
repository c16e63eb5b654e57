/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.plan.Columns;
import io.parquetry.pipeline.plan.EncodingProbe;
import io.parquetry.pipeline.plan.EncodingSample;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;
import io.parquetry.pipeline.stringify.PartLines;
import io.parquetry.pipeline.stringify.RowStringifier;
import java.io.IOException;
import java.util.List;
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

/** Encodes a sample with the job's own stringifier and columns, into pages that nobody keeps. */
public final class SampleEncoder implements EncodingProbe {
  private static final long serialVersionUID = 1L;

  /** Always the same, or the plan would depend on when it is made. */
  private static final String TIMESTAMP = "2025-12-23 10:15:30.123456";

  private final DiscoverOptions discoverOptions;
  private final PageCompression compression;
  private final long targetFileBytes;

  /** An encoder with the settings of the run. */
  public SampleEncoder(
      DiscoverOptions discoverOptions, PageCompression compression, long targetFileBytes) {
    this.discoverOptions = discoverOptions;
    this.compression = compression;
    this.targetFileBytes = targetFileBytes;
  }

  @Override
  public EncodingSample encode(List<PlannedRange> ranges, long bytesOfEach, Columns columns)
      throws IOException {
    PartPlan part = PartPlan.sample(ranges, columns);
    PartLines lines = new PartLines(part, discoverOptions);
    RowStringifier stringifier = new RowStringifier(part, TIMESTAMP);
    TextParquet parquet = new TextParquet(compression, targetFileBytes);
    CountedPages pages = new CountedPages(parquet.compressor());
    RowGroupColumns rowGroup = parquet.columns(columns);
    rowGroup.begin(pages);
    long textBytes = 0;
    for (PlannedRange range : ranges) {
      textBytes += lines.sample(range, bytesOfEach, line -> rowGroup.add(stringifier.row(line)));
    }
    rowGroup.flush();
    return new EncodingSample(textBytes, pages.bytes, rowGroup.withoutDictionary());
  }

  /** Counts the bytes of pages, and keeps none of them. */
  private static final class CountedPages implements PageWriteStore, PageWriter {
    /** A header's numbers take a few bytes more or less. */
    private static final int HEADER_BYTES = 40;

    private final BytesInputCompressor compressor;
    private long bytes;

    CountedPages(BytesInputCompressor compressor) {
      this.compressor = compressor;
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
}
