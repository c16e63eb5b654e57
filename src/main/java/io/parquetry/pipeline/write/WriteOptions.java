/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.config.Problems;
import java.io.Serializable;
import picocli.CommandLine.Option;

/** Where the Parquet files go and how they are compressed. */
public final class WriteOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "The output folder; files go to merged-parquet-<date>/ below it. Path or URI.")
  private String output;

  @Option(
      names = "--compression",
      paramLabel = "snappy|zstd|gzip|lz4_raw|none",
      defaultValue = "snappy",
      description = "How pages are compressed. Default: ${DEFAULT-VALUE}.")
  private PageCompression compression = PageCompression.SNAPPY;

  /** The output folder. */
  public String output() {
    return output;
  }

  /** How pages are compressed. */
  public PageCompression compression() {
    return compression;
  }

  /** Notes what is wrong with the values. */
  public void check(Problems problems) {
    problems.unless(!output.isBlank(), "--output", "expected a path or URI, found nothing");
  }
}
