/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.storage.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How many bytes of Parquet a byte of text becomes: over all, and for each range by the sampled one
 * nearest to it, since files that lie together are mostly alike.
 */
final class EncodingRatios implements ToDoubleFunction<PlannedRange> {
  private static final long LEAST_SAMPLE_BYTES = 4 << 20;
  private static final long MOST_SAMPLE_BYTES = 8 << 20;
  private static final int SAMPLE_RANGES = 16;

  /** So that no file or day speaks for all. */
  private static final int LEAST_RANGES = 4;

  /** Of the whole sample; thousands of columns have few values in so much text. */
  private static final long BYTES_OF_COLUMN = 2 << 10;

  /** A sample with less for each column shows little but what a page costs that is nearly empty. */
  private static final long SAMPLE_BYTES_OF_COLUMN = 256;

  private final EncodingSample all;
  private final Map<PlannedRange, Double> ofRange;

  private EncodingRatios(EncodingSample all, Map<PlannedRange, Double> ofRange) {
    this.all = all;
    this.ofRange = ofRange;
  }

  /**
   * Ratios as samples of the ranges show them.
   *
   * @param targetFileBytes where all fits into one file, ranges are not told apart
   * @param atOnce so many writers may be open at the same time
   */
  static EncodingRatios sampled(
      List<PlannedRange> ranges,
      EncodingProbe probe,
      Columns columns,
      long targetFileBytes,
      int atOnce)
      throws IOException {
    List<PlannedRange> sampleable =
        ranges.stream()
            .filter(range -> columns.given() ? range.textBytes() > 0 : range.rows() > 0)
            .collect(Collectors.toList());
    double textBytes = ranges.stream().mapToDouble(PlannedRange::textBytes).sum();
    int count =
        Math.min(sampleRanges(columns.count(), textBytes / ranges.size()), sampleable.size());
    List<PlannedRange> sampled = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sampled.add(sampleable.get(sampledAt(i, count, sampleable.size())));
    }
    long bytesOfEach = sampleBytes(columns.count()) / Math.max(1, count);
    EncodingSample all = probe.encode(sampled, bytesOfEach, columns);
    if (textBytes * all.ratio() <= targetFileBytes) {
      return new EncodingRatios(all, Map.of());
    }
    // Several at once, since nothing else goes on while the plan is made.
    int writers = Math.min(atOnce, Runtime.getRuntime().availableProcessors());
    List<EncodingSample> each =
        Requests.all(sampled, writers, range -> probe.encode(List.of(range), bytesOfEach, columns));
    return new EncodingRatios(all, nearest(sampleable, each, all));
  }

  private static long sampleBytes(int columns) {
    return Math.min(MOST_SAMPLE_BYTES, Math.max(LEAST_SAMPLE_BYTES, BYTES_OF_COLUMN * columns));
  }

  /** Fewer of many columns, as long as those have the bytes that are to be sampled. */
  static int sampleRanges(int columns, double meanBytes) {
    double enoughForColumns = sampleBytes(columns) / (double) (SAMPLE_BYTES_OF_COLUMN * columns);
    double enoughBytes = Math.ceil(sampleBytes(columns) / meanBytes);
    return (int)
        Math.min(SAMPLE_RANGES, Math.max(LEAST_RANGES, Math.max(enoughForColumns, enoughBytes)));
  }

  /** Ranges spread evenly over the input. */
  private static int sampledAt(int sample, int samples, int ranges) {
    return (int) ((long) sample * ranges / samples);
  }

  /** A short sample encodes worse than it does among others, so each counts by its share only. */
  private static Map<PlannedRange, Double> nearest(
      List<PlannedRange> ranges, List<EncodingSample> each, EncodingSample all) {
    long textBytes = each.stream().mapToLong(EncodingSample::textBytes).sum();
    double mean =
        each.stream().mapToDouble(sample -> sample.ratio() * sample.textBytes()).sum() / textBytes;
    Map<PlannedRange, Double> ofRange = new HashMap<>();
    int sample = 0;
    for (int i = 0; i < ranges.size(); i++) {
      while (sample + 1 < each.size()
          && Math.abs(sampledAt(sample + 1, each.size(), ranges.size()) - i)
              < Math.abs(sampledAt(sample, each.size(), ranges.size()) - i)) {
        sample++;
      }
      ofRange.put(ranges.get(i), each.get(sample).ratio() / mean * all.ratio());
    }
    return ofRange;
  }

  /** The ratio over all ranges. */
  double overall() {
    return all.ratio();
  }

  /** Positions of the columns for which a dictionary does not pay. */
  BitSet plain() {
    return all.plain();
  }

  @Override
  public double applyAsDouble(PlannedRange range) {
    return ofRange.getOrDefault(range, all.ratio());
  }
}
