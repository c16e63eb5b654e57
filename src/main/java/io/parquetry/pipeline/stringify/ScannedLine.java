/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.json.LineReader;
import io.parquetry.json.ObjectScanner;
import io.parquetry.pipeline.discover.LineScanner;
import io.parquetry.pipeline.plan.PartCounts;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;

/**
 * One line on its way to becoming a row. The object is used again for the next line, and its bytes
 * belong to the reader; it must stay within its chain.
 */
public final class ScannedLine {
  private final PartPlan part;
  private final LineScanner scanner;
  private PlannedRange range;
  private LineReader line;
  private boolean badRecord;
  private long number;
  private final PartCounts counts;
  private boolean firstOfPart = true;

  ScannedLine(PartPlan part, LineScanner scanner, PartCounts counts) {
    this.part = part;
    this.scanner = scanner;
    this.counts = counts;
  }

  void set(PlannedRange newRange, LineReader newLine, long newNumber) {
    range = newRange;
    line = newLine;
    number = newNumber;
    badRecord = false;
  }

  void setBadRecord() {
    badRecord = true;
  }

  void notFirstOfPart() {
    firstOfPart = false;
  }

  /** The part that the row belongs to. */
  public PartPlan part() {
    return part;
  }

  /** What is counted while the part is read; only where the columns were given. */
  PartCounts counts() {
    return counts;
  }

  /** The fields found in {@link #bytes()}. */
  public ObjectScanner fields() {
    return scanner.fields();
  }

  /** Whether it has no fields but is a bad record that becomes a row all the same. */
  public boolean badRecord() {
    return badRecord;
  }

  /** The line in the file, or as much of it as was kept. */
  public LineReader source() {
    return line;
  }

  /** The range that the line comes from. */
  public PlannedRange range() {
    return range;
  }

  /** The array that the fields are slices of. */
  public byte[] bytes() {
    return scanner.bytes();
  }

  /** The line's number in its file, from 1. */
  public long number() {
    return number;
  }

  /** Whether it begins a part. */
  public boolean firstOfPart() {
    return firstOfPart;
  }
}
