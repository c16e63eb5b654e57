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
import java.io.OutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Encodes a sample with the job's own stringifier and writer, into nothing. */
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
    long textBytes = 0;
    TextParquet parquet = new TextParquet(compression, targetFileBytes);
    ParquetWriter<RowData> writer = parquet.writer(new Nowhere(), part, Map.of());
    for (PlannedRange range : ranges) {
      textBytes += lines.sample(range, bytesOfEach, line -> writer.write(stringifier.row(line)));
    }
    // Not in a try statement: the footer is there only after the file has been closed.
    writer.close();
    return result(textBytes, columns, writer.getFooter().getBlocks());
  }

  private static EncodingSample result(
      long textBytes, Columns columns, List<BlockMetaData> rowGroups) {
    long encodedBytes = 0;
    BitSet plain = new BitSet();
    for (BlockMetaData rowGroup : rowGroups) {
      for (int i = 0; i < columns.count(); i++) {
        ColumnChunkMetaData chunk = rowGroup.getColumns().get(i);
        encodedBytes += chunk.getTotalSize();
        // The writer gives a dictionary up, and falls back to plain text, where it does not pay.
        plain.set(
            i,
            plain.get(i)
                || chunk.getEncodings().contains(Encoding.PLAIN) && !dictionaryOnly(chunk));
      }
    }
    return new EncodingSample(textBytes, encodedBytes, plain);
  }

  private static boolean dictionaryOnly(ColumnChunkMetaData chunk) {
    return chunk.getEncodingStats() != null
        && !chunk.getEncodingStats().hasNonDictionaryEncodedPages();
  }

  /** An output that keeps nothing. */
  private static final class Nowhere implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Counter();
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return new Counter();
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Counter extends PositionOutputStream {
    private final OutputStream nothing = OutputStream.nullOutputStream();
    private long position;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      nothing.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      nothing.write(bytes, offset, length);
      position += length;
    }
  }
}
