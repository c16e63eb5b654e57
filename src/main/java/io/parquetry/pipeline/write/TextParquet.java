/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.plan.Columns;
import io.parquetry.pipeline.plan.PartPlan;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * How the Parquet files of a run look inside; the one place that sets it. Its writers share their
 * buffers, so they are for one thread.
 */
final class TextParquet {
  private static final long MAX_ROW_GROUP_BYTES = 32L << 20;
  private static final long MIN_ROW_GROUP_BYTES = 1L << 20;

  private static final int LOOKS_WITHIN_ROW_GROUP = 8;

  private final PageCompression compression;
  private final long rowGroupBytes;
  private final Columns columns;
  private final MessageType schema;
  private final PageCodecs codecs = new PageCodecs();
  private final PageBuffers buffers;
  private final StagedRows staged;

  /** Made for the first file; samples have none. */
  private Schema avro;

  /** Those of files that are written. */
  private final Deque<RowGroupColumns> idle = new ArrayDeque<>();

  /**
   * Files of this compression.
   *
   * @param targetFileBytes a row group is at most a quarter of it
   * @param columns of all files
   */
  TextParquet(PageCompression compression, long targetFileBytes, Columns columns) {
    this.compression = compression;
    this.rowGroupBytes =
        Math.max(MIN_ROW_GROUP_BYTES, Math.min(targetFileBytes / 4, MAX_ROW_GROUP_BYTES));
    this.columns = columns;
    this.schema = TextSchema.parquet(columns.names());
    // When a row group ends, its pages' buffers come back, and those that the pages were made in.
    this.buffers = new PageBuffers(2 * rowGroupBytes);
    this.staged = RowGroupColumns.stagedRows(columns.count());
  }

  /** A writer for the rows of a part. */
  ParquetWriter<RowData> writer(OutputFile file, PartPlan part, Map<String, String> metadata)
      throws IOException {
    if (!part.columns().names().equals(columns.names())) {
      throw new IllegalStateException(part + " has other columns than the parts before");
    }
    avro = avro == null ? TextSchema.avro(columns.names()) : avro;
    RowGroupColumns ofFile = idle.isEmpty() ? columns() : idle.pop();
    TextWriteSupport support =
        new TextWriteSupport(avro, ofFile, textBetweenLooks(), () -> idle.push(ofFile));
    ParquetWriter<RowData> writer =
        new Builder(file, support)
            // Without Hadoop's Configuration, which would read XML files from the class path.
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(codecs)
            .withAllocator(buffers)
            .withCompressionCodec(compression.codec())
            .withRowGroupSize(rowGroupBytes)
            .withExtraMetaData(metadata)
            .build();
    support.supports(new RowGroupSlot(writer, schema));
    return writer;
  }

  /** Makes the columns for the row groups of one file. */
  RowGroupColumns columns() {
    return new RowGroupColumns(
        schema.getColumns(), columns, codecs.getCompressor(compression.codec()), staged, buffers);
  }

  /** After so many bytes of text at most it is time to look how large a row group has become. */
  long textBetweenLooks() {
    return rowGroupBytes / LOOKS_WITHIN_ROW_GROUP;
  }

  /** Bytes of a row group, about. */
  long rowGroupBytes() {
    return rowGroupBytes;
  }

  /**
   * AvroParquetWriter's own builder derives the columns' names from the Avro schema, which cannot
   * hold all that JSON allows; here each schema has its own.
   */
  private static final class Builder extends ParquetWriter.Builder<RowData, Builder> {
    private final TextWriteSupport support;

    Builder(OutputFile file, TextWriteSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<RowData> getWriteSupport(ParquetConfiguration configuration) {
      return support;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract, and called only with Hadoop's Configuration.
    protected WriteSupport<RowData> getWriteSupport(Configuration configuration) {
      throw new UnsupportedOperationException("Hadoop's Configuration is never used");
    }
  }
}
