/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Encodes a sample of the input as the writer would, to learn how large the output becomes. */
public interface EncodingProbe extends Serializable {

  /**
   * Encodes the beginnings of some ranges.
   *
   * @param bytesOfEach how much text to take of each range
   */
  EncodingSample encode(List<PlannedRange> ranges, long bytesOfEach, Columns columns)
      throws IOException;
}
