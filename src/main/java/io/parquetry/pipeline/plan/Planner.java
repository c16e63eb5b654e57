/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.discover.ByteRange;
import io.parquetry.pipeline.discover.ColumnProfile;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.DiscoverOptions.BadRecords;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The verb plan: from the profiles of all ranges to the parts. The same files and options always
 * give the same plan; timing has no part in it.
 */
public final class Planner implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Room for estimates that are too low: parts are filled up to here, so that few exceed it. */
  private static final double FILL = 0.95;

  /** A planned part goes on in another file beyond this share of the target. */
  private static final double ROLL = 1.15;

  private final Location manifest;
  private final ArrayList<InputFile> files;
  private final DiscoverOptions discoverOptions;
  private final PlanOptions options;
  private final EncodingProbe probe;

  /** A planner for the files of a manifest. */
  public Planner(
      Location manifest,
      List<InputFile> files,
      DiscoverOptions discoverOptions,
      PlanOptions options,
      EncodingProbe probe) {
    this.manifest = manifest;
    this.files = new ArrayList<>(files);
    this.discoverOptions = discoverOptions;
    this.options = options;
    this.probe = probe;
  }

  /**
   * Plans the parts.
   *
   * @param unsorted the profiles of all ranges, in any order
   * @param lanes how many writer tasks share the parts
   * @throws ParquetryException for too many bad records or columns, or a reserved name
   */
  public RunPlan plan(List<RangeProfile> unsorted, int lanes) throws IOException {
    List<RangeProfile> profiles = new ArrayList<>(unsorted);
    profiles.sort(Comparator.comparing(RangeProfile::range));
    Map<ByteRange, PlannedRange> ranges = plannedRanges(profiles);
    checkBadRecords(profiles, ranges);
    List<String> given = discoverOptions.columns();
    ColumnUnion union = given == null ? ColumnUnion.of(profiles) : ColumnUnion.ofNames(given);
    union.checkCount(discoverOptions);
    checkEmptyStrings(union);
    checkReserved(union, ranges);
    Columns columns = columns(union, profiles);
    EncodingRatios ratios =
        EncodingRatios.sampled(
            List.copyOf(ranges.values()), probe, columns, options.targetFileBytes(), lanes);
    List<PartPlan> parts = parts(ranges.values(), columns.withPlain(ratios.plain()), ratios, lanes);
    return new RunPlan(
        parts,
        profiles,
        columns,
        given == null ? union.profiles() : union.profiles(given),
        warnings(union, profiles),
        ratios.overall());
  }

  private Columns columns(ColumnUnion union, List<RangeProfile> profiles) {
    if (discoverOptions.columns() != null) {
      return Columns.given(discoverOptions.columns(), options);
    }
    if (!discoverOptions.sparkValues()) {
      return Columns.of(union.names(), options);
    }
    boolean corrupt =
        discoverOptions.badRecords() == BadRecords.CORRUPT_RECORD
            && profiles.stream().anyMatch(profile -> profile.bad() > 0);
    return Columns.typed(union, corrupt, options);
  }

  private Map<ByteRange, PlannedRange> plannedRanges(List<RangeProfile> profiles) {
    Map<ByteRange, PlannedRange> ranges = new LinkedHashMap<>();
    long linesBefore = 0;
    for (RangeProfile profile : profiles) {
      ByteRange range = profile.range();
      linesBefore = range.offset() == 0 ? 0 : linesBefore;
      ranges.put(range, new PlannedRange(files.get(range.file()), profile, linesBefore));
      linesBefore += profile.lines();
    }
    return ranges;
  }

  private void checkBadRecords(List<RangeProfile> profiles, Map<ByteRange, PlannedRange> ranges) {
    long bad = profiles.stream().mapToLong(RangeProfile::bad).sum();
    long records =
        bad
            + profiles.stream().mapToLong(RangeProfile::rows).sum()
            - profiles.stream().mapToLong(RangeProfile::extraRows).sum();
    new BadRecordLimit(discoverOptions, manifest)
        .check(bad, records, firstBadLines(profiles, ranges), "written");
  }

  /** Spark calls a record malformed in which a column that is no string has an empty string. */
  private void checkEmptyStrings(ColumnUnion union) {
    List<String> losing = union.losingEmptyStrings();
    if (discoverOptions.badRecords() == BadRecords.FAIL && !losing.isEmpty()) {
      throw ParquetryException.of(
          FailureKind.BAD_RECORDS,
          "columns have empty strings where Spark infers another type than string: expected none"
              + " (--bad-records=fail), found in "
              + losing.stream()
                  .limit(BadRecordLimit.NAMED)
                  .map(Excerpt::of)
                  .collect(Collectors.toList())
              + "; nothing was written. Mend the values, or choose another --bad-records, with"
              + " which they become NULL");
    }
  }

  private static List<String> firstBadLines(
      List<RangeProfile> profiles, Map<ByteRange, PlannedRange> ranges) {
    List<String> first = new ArrayList<>();
    for (RangeProfile profile : profiles) {
      PlannedRange range = ranges.get(profile.range());
      profile
          .badLines()
          .forEach(line -> first.add(line.describe(range.file(), range.linesBefore())));
      if (first.size() >= BadRecordLimit.NAMED) {
        break;
      }
    }
    return first;
  }

  private void checkReserved(ColumnUnion union, Map<ByteRange, PlannedRange> ranges) {
    Map<String, String> places = new HashMap<>();
    for (String name : auditColumns()) {
      ColumnProfile column = union.column(name);
      if (column != null) {
        PlannedRange range = ranges.get(column.range());
        long line = range.linesBefore() + column.firstLine() + 1;
        places.put(name, range.file().uri() + ":" + line);
      }
    }
    union.checkReserved(options.timestampColumn(), "--timestamp-column", places);
    union.checkReserved(options.sourceColumn(), "--source-column", places);
  }

  private List<String> auditColumns() {
    return List.of(options.timestampColumn(), options.sourceColumn());
  }

  private List<String> warnings(ColumnUnion union, List<RangeProfile> profiles) {
    List<String> warnings = new ArrayList<>(union.warnings(auditColumns()));
    long duplicates = profiles.stream().mapToLong(RangeProfile::duplicateKeys).sum();
    if (duplicates > 0) {
      warnings.add(duplicatesTaken(duplicates));
    }
    return warnings;
  }

  static String duplicatesTaken(long duplicates) {
    return duplicates + " keys stand twice in one object; the last value of each was taken";
  }

  private List<PartPlan> parts(
      Iterable<PlannedRange> ranges, Columns columns, EncodingRatios ratios, int lanes) {
    Map<String, List<PlannedRange>> byDate = new LinkedHashMap<>();
    for (PlannedRange range : ranges) {
      byDate.computeIfAbsent(range.file().date(), date -> new ArrayList<>()).add(range);
    }
    PartFiller filler = new PartFiller(options.targetFileBytes(), FILL, ROLL, ratios);
    List<PartFiller.Fill> fills = new ArrayList<>();
    byDate.forEach((date, rangesOfDate) -> fills.addAll(filler.fill(date, rangesOfDate)));
    int[] laneOf = Lanes.assign(fills, lanes);
    List<PartPlan> parts = new ArrayList<>();
    for (int i = 0; i < fills.size(); i++) {
      PartFiller.Fill fill = fills.get(i);
      parts.add(
          new PartPlan(
              i,
              laneOf[i],
              fill.date(),
              fill.ranges(),
              columns,
              fill.rollBytes(),
              fill.estimatedBytes()));
    }
    return parts;
  }
}
