/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** One part file to be written: which ranges fill it, in this order. */
public final class PartPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final int lane;
  private final String date;
  private final ArrayList<PlannedRange> ranges;
  private final Columns columns;
  private final long rollBytes;
  private final long estimatedBytes;
  private final String plan;

  PartPlan(
      int index,
      int lane,
      String date,
      List<PlannedRange> ranges,
      Columns columns,
      long rollBytes,
      long estimatedBytes) {
    this(index, lane, date, ranges, columns, rollBytes, estimatedBytes, "");
  }

  private PartPlan(
      int index,
      int lane,
      String date,
      List<PlannedRange> ranges,
      Columns columns,
      long rollBytes,
      long estimatedBytes,
      String plan) {
    this.index = index;
    this.lane = lane;
    this.date = date;
    this.ranges = new ArrayList<>(ranges);
    this.columns = columns;
    this.rollBytes = rollBytes;
    this.estimatedBytes = estimatedBytes;
    this.plan = plan;
  }

  /** Ranges to try the writer on; belongs to no plan and no date. */
  public static PartPlan sample(List<PlannedRange> ranges, Columns columns) {
    return new PartPlan(0, 0, "", ranges, columns, Long.MAX_VALUE, 0);
  }

  /** The same part, as one of the plan with this fingerprint. */
  PartPlan of(String fingerprint) {
    return new PartPlan(index, lane, date, ranges, columns, rollBytes, estimatedBytes, fingerprint);
  }

  /** The fingerprint of the plan that it belongs to. */
  public String plan() {
    return plan;
  }

  /** Number among the parts of the run, from 0. */
  public int index() {
    return index;
  }

  /** The writer task it goes to. */
  public int lane() {
    return lane;
  }

  /** The output folder's date. */
  public String date() {
    return date;
  }

  /** What fills it. */
  public List<PlannedRange> ranges() {
    return ranges;
  }

  /** Its columns, the same for all parts. */
  public Columns columns() {
    return columns;
  }

  /** At this size the part goes on in another file: a guard against estimates that fail. */
  public long rollBytes() {
    return rollBytes;
  }

  /** How large the file is expected to become. */
  public long estimatedBytes() {
    return estimatedBytes;
  }

  /** Bytes of text that go into it. */
  public long textBytes() {
    return ranges.stream().mapToLong(PlannedRange::textBytes).sum();
  }

  /** Rows that it must hold; unknown, and 0, where the columns are given. */
  public long rows() {
    return ranges.stream().mapToLong(PlannedRange::rows).sum();
  }

  @Override
  public String toString() {
    return "part " + index + " of " + date;
  }
}
