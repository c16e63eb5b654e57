/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.json.ObjectScanner;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;

/**
 * One valid line on its way to becoming a row. The object is used again for the next line, and its
 * bytes belong to the reader; it must stay within its chain.
 */
public final class ScannedLine {
  private final PartPlan part;
  private final ObjectScanner fields;
  private PlannedRange range;
  private byte[] bytes;
  private long number;
  private boolean firstOfPart = true;

  ScannedLine(PartPlan part, ObjectScanner fields) {
    this.part = part;
    this.fields = fields;
  }

  void set(PlannedRange newRange, byte[] newBytes, long newNumber) {
    range = newRange;
    bytes = newBytes;
    number = newNumber;
  }

  void notFirstOfPart() {
    firstOfPart = false;
  }

  /** The part that the row belongs to. */
  public PartPlan part() {
    return part;
  }

  /** The fields found in {@link #bytes()}. */
  public ObjectScanner fields() {
    return fields;
  }

  /** The range that the line comes from. */
  public PlannedRange range() {
    return range;
  }

  /** The array that the fields are slices of. */
  public byte[] bytes() {
    return bytes;
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
