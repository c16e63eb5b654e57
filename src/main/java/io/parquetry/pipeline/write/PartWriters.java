/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.stringify.TextRow;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.table.data.RowData;

/**
 * Opens Parquet writers for FileSink, which has one of these for each task: they share buffers, and
 * are for one thread. The columns are known only inside the graph, so a writer takes them, and the
 * number of its part, from the first row.
 */
public final class PartWriters implements BulkWriter.Factory<RowData> {
  private static final long serialVersionUID = 1L;

  /** Key in a footer's metadata: the run that wrote the file. */
  static final String RUN = "parquetry.run";

  /** Key in a footer's metadata: the attempt that wrote the file. */
  static final String ATTEMPT = "parquetry.attempt";

  /** Key in a footer's metadata: the fingerprint of the plan. */
  static final String PLAN = "parquetry.plan";

  /** Key in a footer's metadata: the part of the plan that the file belongs to. */
  static final String PART = "parquetry.part";

  private final String run;
  private final String attempt;
  private final PageCompression compression;
  private final long targetFileBytes;
  private final Location output;
  private transient TextParquet format;

  /**
   * Writers for the files of an attempt at a run.
   *
   * @param output where they lie
   */
  public PartWriters(
      String run,
      String attempt,
      PageCompression compression,
      long targetFileBytes,
      Location output) {
    this.run = run;
    this.attempt = attempt;
    this.compression = compression;
    this.targetFileBytes = targetFileBytes;
    this.output = output;
  }

  @Override
  public BulkWriter<RowData> create(FSDataOutputStream out) throws IOException {
    return new PartWriter(out);
  }

  private BulkWriter<RowData> open(FSDataOutputStream out, PartPlan part) throws IOException {
    if (format == null) {
      format = new TextParquet(compression, targetFileBytes, part.columns());
    }
    Map<String, String> metadata =
        Map.of(RUN, run, ATTEMPT, attempt, PLAN, part.plan(), PART, Integer.toString(part.index()));
    return new ParquetWriterFactory<RowData>(file -> format.writer(file, part, metadata))
        .create(out);
  }

  private final class PartWriter implements BulkWriter<RowData> {
    private final FSDataOutputStream out;
    private BulkWriter<RowData> parquet;

    PartWriter(FSDataOutputStream file) throws IOException {
      this.out = output.local() ? BlockOutput.syncedEarly(file) : BlockOutput.of(file);
    }

    @Override
    public void addElement(RowData row) throws IOException {
      if (parquet == null) {
        parquet = open(out, ((TextRow) row).part());
      }
      parquet.addElement(row);
    }

    @Override
    public void flush() throws IOException {
      parquet.flush();
    }

    @Override
    public void finish() throws IOException {
      parquet.finish();
      out.close();
    }
  }
}
