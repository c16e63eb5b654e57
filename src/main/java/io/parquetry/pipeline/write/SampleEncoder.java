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
import io.parquetry.pipeline.stringify.TextRow;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Encodes a sample with the job's own stringifier and columns, into pages that nobody writes. */
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
    SampleFile file = new SampleFile(part);
    long textBytes = 0;
    for (PlannedRange range : ranges) {
      textBytes += lines.sample(range, bytesOfEach, line -> file.add(stringifier.row(line)));
    }
    file.end();
    return new EncodingSample(textBytes, file.bytes, file.plain);
  }

  /** Row groups as a file would have them, of which the pages are counted. */
  private final class SampleFile {
    private final TextParquet parquet;
    private final RowGroupColumns columns;

    /** Of the row groups that have ended. */
    private long bytes;

    private long textSinceLook;

    /** Of the row groups that were full, or of the only one: a few rows say nothing. */
    private BitSet plain;

    SampleFile(PartPlan part) {
      this.parquet = new TextParquet(compression, targetFileBytes, part.columns());
      this.columns = parquet.columns();
      columns.begin();
    }

    void add(TextRow row) throws IOException {
      columns.add(row);
      textSinceLook += row.textBytes();
      if (textSinceLook < parquet.textBetweenLooks()) {
        return;
      }
      textSinceLook = 0;
      if (columns.getBufferedSize() >= parquet.rowGroupBytes()) {
        endRowGroup();
        plain = plain == null ? new BitSet() : plain;
        plain.or(columns.withoutDictionary());
        columns.begin();
      }
    }

    private void endRowGroup() throws IOException {
      columns.end(chunk -> bytes += chunk.bytes());
    }

    void end() throws IOException {
      endRowGroup();
      plain = plain == null ? columns.withoutDictionary() : plain;
    }
  }
}
