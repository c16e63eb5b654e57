/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import org.apache.parquet.compression.CompressionCodecFactory;

/** Lets a benchmark compress as the job does. */
public final class Codecs {

  private Codecs() {}

  /** The codecs of the job. */
  public static CompressionCodecFactory ofTheJob() {
    return new PageCodecs();
  }
}
