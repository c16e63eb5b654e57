/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Fills parts with ranges in their order, each up to the target, the last with what is left. */
final class PartFiller {
  private static final double LEAST_EQUAL = 0.9;
  private static final double ROUNDING = 1e-6;
  private static final int[] USUAL_TASKS = {2, 3, 4, 6, 8};

  private final long targetBytes;
  private final double fill;
  private final double roll;
  private final ToDoubleFunction<PlannedRange> ratio;

  /** One part to be: consecutive ranges of one date. */
  static final class Fill {
    private final String date;
    private final List<PlannedRange> ranges;
    private final long estimatedBytes;
    private final long rollBytes;

    Fill(String date, List<PlannedRange> ranges, long estimatedBytes, long rollBytes) {
      this.date = date;
      this.ranges = ranges;
      this.estimatedBytes = estimatedBytes;
      this.rollBytes = rollBytes;
    }

    String date() {
      return date;
    }

    List<PlannedRange> ranges() {
      return ranges;
    }

    long estimatedBytes() {
      return estimatedBytes;
    }

    long rollBytes() {
      return rollBytes;
    }
  }

  /**
   * A filler.
   *
   * @param targetBytes of a part file
   * @param fill share of the target to which parts are filled
   * @param roll share of the target beyond which a part goes on in another file
   * @param ratio encoded bytes for each byte of a range's text
   */
  PartFiller(long targetBytes, double fill, double roll, ToDoubleFunction<PlannedRange> ratio) {
    this.targetBytes = targetBytes;
    this.fill = fill;
    this.roll = roll;
    this.ratio = ratio;
  }

  /** The parts of one date. */
  List<Fill> fill(String date, List<PlannedRange> ranges) {
    double left = ranges.stream().mapToDouble(this::estimate).sum();
    double quota = quota(left);
    double parts = Math.ceil(left / quota - ROUNDING);
    List<Fill> fills = new ArrayList<>();
    List<PlannedRange> open = new ArrayList<>();
    double openBytes = 0;
    for (PlannedRange range : ranges) {
      double bytes = estimate(range);
      // What earlier parts lack is shared by the later ones, or it would be a crumb at the end.
      double share = left / Math.max(1, parts - fills.size());
      double wanted = Math.max(share, Math.min(left, quota));
      // Cut where the part comes nearer to what is wanted without the range than with it.
      boolean enough = openBytes + bytes / 2 > wanted || openBytes + bytes > targetBytes * roll;
      if (!open.isEmpty() && enough) {
        fills.add(close(date, open, openBytes));
        left -= openBytes;
        open = new ArrayList<>();
        openBytes = 0;
      }
      open.add(range);
      openBytes += bytes;
    }
    fills.add(close(date, open, openBytes));
    return fills;
  }

  /** Equal parts where they come near the target, else full ones and a smaller last. */
  private double quota(double total) {
    double equal = total / equalParts(total);
    return total <= targetBytes || equal >= targetBytes * LEAST_EQUAL ? equal : targetBytes * fill;
  }

  /**
   * As many as it takes, or a few more that tasks share better: with 19 parts one of two tasks has
   * nothing to do while the other writes the last. How many tasks there are has no part in it, so
   * that it has none in the plan.
   */
  private long equalParts(double total) {
    long parts = Math.max(1, (long) Math.ceil(total / targetBytes));
    long most = (long) (total / (targetBytes * LEAST_EQUAL));
    for (long more = parts + 1; more <= most; more++) {
      if (turns(more) / more < turns(parts) / parts) {
        parts = more;
      }
    }
    return parts;
  }

  /** How long the usual numbers of tasks take for so many parts, those that wait counted too. */
  private static double turns(long parts) {
    return Arrays.stream(USUAL_TASKS).mapToLong(t -> (parts + t - 1) / t * t).sum();
  }

  private Fill close(String date, List<PlannedRange> ranges, double estimatedBytes) {
    // One range that cannot be split, such as a large compressed file: cut at the target itself.
    boolean oversize = estimatedBytes > targetBytes * roll;
    long rollBytes = (long) (oversize ? targetBytes : targetBytes * roll);
    return new Fill(date, ranges, (long) estimatedBytes, rollBytes);
  }

  private double estimate(PlannedRange range) {
    return range.textBytes() * ratio.applyAsDouble(range);
  }
}
