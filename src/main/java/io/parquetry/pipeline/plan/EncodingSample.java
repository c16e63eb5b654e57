/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.util.BitSet;

/** What encoding a sample has shown. */
public final class EncodingSample {
  private final long textBytes;
  private final long encodedBytes;
  private final BitSet plain;

  /**
   * A sample.
   *
   * @param textBytes of the input
   * @param encodedBytes of the Parquet column chunks they became
   * @param plain positions of the columns for which a dictionary does not pay
   */
  public EncodingSample(long textBytes, long encodedBytes, BitSet plain) {
    this.textBytes = textBytes;
    this.encodedBytes = encodedBytes;
    this.plain = plain;
  }

  /** Encoded bytes for each byte of text; 1 where the sample was empty. */
  public double ratio() {
    return textBytes == 0 ? 1 : (double) encodedBytes / textBytes;
  }

  /** Bytes of text that were encoded. */
  long textBytes() {
    return textBytes;
  }

  /** Positions of the columns for which a dictionary does not pay. */
  public BitSet plain() {
    return plain;
  }
}
