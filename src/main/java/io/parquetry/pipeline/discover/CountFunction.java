/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.flink.Progress;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Passes profiles on and counts their bytes, which the source itself has no means to do. */
public final class CountFunction extends RichMapFunction<RangeProfile, RangeProfile> {
  private static final long serialVersionUID = 1L;

  private final LongCounter bytes = new LongCounter();

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(Progress.DISCOVERED_BYTES, bytes);
  }

  @Override
  public RangeProfile map(RangeProfile profile) {
    bytes.add(profile.range().length());
    return profile;
  }
}
