/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.config.ByteSize;
import io.parquetry.config.Problems;
import java.io.Serializable;
import picocli.CommandLine.Option;

/** How large the part files become, and what the audit columns are called. */
public final class PlanOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  @Option(
      names = "--target-file-size",
      paramLabel = "SIZE",
      defaultValue = "128MB",
      converter = ByteSize.class,
      description =
          "Part files become about as large as this, the last one smaller. 64KB to 4GB. Default:"
              + " ${DEFAULT-VALUE}.")
  private long targetFileSize = 128L << 20;

  @Option(
      names = "--timestamp-column",
      paramLabel = "NAME",
      defaultValue = "_processing_timestamp",
      description =
          "Name of the audit column that holds the instant of the run; change it where the input"
              + " has a key of this name. Default: ${DEFAULT-VALUE}.")
  private String timestampColumn = "_processing_timestamp";

  @Option(
      names = "--source-column",
      paramLabel = "NAME",
      defaultValue = "_source_file",
      description =
          "Name of the audit column that holds the file a row came from; change it where the input"
              + " has a key of this name. Default: ${DEFAULT-VALUE}.")
  private String sourceColumn = "_source_file";

  /** Bytes of a part file. */
  public long targetFileBytes() {
    return targetFileSize;
  }

  /** The audit column of the instant. */
  public String timestampColumn() {
    return timestampColumn;
  }

  /** The audit column of the file. */
  public String sourceColumn() {
    return sourceColumn;
  }

  /** Length of the ranges in which large files are read: sixteen and more fill a part. */
  public long rangeBytes() {
    return Math.max(64 << 10, Math.min(targetFileSize / 16, 32 << 20));
  }

  /** Notes what is wrong with the values. */
  public void check(Problems problems) {
    problems.unless(
        targetFileSize >= 64 << 10 && targetFileSize <= 4L << 30,
        "--target-file-size",
        "expected 64KB to 4GB, found " + targetFileSize + " bytes");
    problems.unless(
        !timestampColumn.equals(sourceColumn),
        "--timestamp-column",
        "expected a name other than that of --source-column, found \"" + sourceColumn + "\" twice");
  }
}
