/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.pipeline.discover.ColumnProfile;
import io.parquetry.pipeline.discover.RangeProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that planning has decided, and what it is based on. */
public final class RunPlan {
  private static final int PARTS_IN_SUMMARY = 20;

  private final List<PartPlan> parts;
  private final List<RangeProfile> profiles;
  private final Columns written;
  private final List<ColumnProfile> columns;
  private final List<String> warnings;
  private final double encodingRatio;

  RunPlan(
      List<PartPlan> parts,
      List<RangeProfile> profiles,
      Columns written,
      List<ColumnProfile> columns,
      List<String> warnings,
      double encodingRatio) {
    this.parts = parts;
    this.profiles = profiles;
    this.written = written;
    this.columns = columns;
    this.warnings = warnings;
    this.encodingRatio = encodingRatio;
  }

  /** The parts, by index. */
  public List<PartPlan> parts() {
    return parts;
  }

  /** The profiles, by file and offset. */
  public List<RangeProfile> profiles() {
    return profiles;
  }

  /** Whether the columns are those given, so that how many rows there are is known when written. */
  public boolean columnsGiven() {
    return written.given();
  }

  /** The columns of the input over all files, by name; those given, without counts. */
  public List<ColumnProfile> columns() {
    return columns;
  }

  /** What the user should know before anything is written. */
  public List<String> warnings() {
    return warnings;
  }

  /** Bytes of Parquet expected for each byte of text. */
  public double encodingRatio() {
    return encodingRatio;
  }

  /** The plan in a few lines, for the log. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "plan: %s with %,d columns into %d part file(s), %.2f bytes for each of text",
            amount(rows(), parts),
            columns.size(),
            parts.size(),
            encodingRatio));
    for (PartPlan part : parts.subList(0, Math.min(parts.size(), PARTS_IN_SUMMARY))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "plan: part %d, date %s: %d range(s), %s, about %,d bytes, task %d",
              part.index(),
              part.date(),
              part.ranges().size(),
              amount(part.rows(), List.of(part)),
              part.estimatedBytes(),
              part.lane()));
    }
    if (parts.size() > PARTS_IN_SUMMARY) {
      lines.add(
          "plan: and " + (parts.size() - PARTS_IN_SUMMARY) + " parts more; see the plan document");
    }
    return lines;
  }

  private String amount(long rows, List<PartPlan> of) {
    long textBytes = of.stream().mapToLong(PartPlan::textBytes).sum();
    return columnsGiven()
        ? String.format(Locale.ROOT, "%,d bytes of text", textBytes)
        : String.format(Locale.ROOT, "%,d rows", rows);
  }

  /** Rows of all parts; none where the columns are given. */
  public long rows() {
    return parts.stream().mapToLong(PartPlan::rows).sum();
  }
}
