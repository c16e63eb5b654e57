/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.ByteRange;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.storage.Location;
import java.io.Serializable;

/** A range of a part, with all that reading it must find; nothing where it was not read before. */
public final class PlannedRange implements Serializable {
  private static final long serialVersionUID = 1L;

  private final InputFile file;
  private final ByteRange range;
  private final long linesBefore;
  private final long textBytes;
  private final boolean readBefore;
  private final int checksum;
  private final long lines;
  private final long rows;
  private final long blank;
  private final long bad;

  PlannedRange(InputFile file, RangeProfile profile, long linesBefore) {
    this.file = file;
    this.range = profile.range();
    this.linesBefore = linesBefore;
    this.textBytes = profile.textBytes();
    this.readBefore = profile.read();
    this.checksum = profile.checksum();
    this.lines = profile.lines();
    this.rows = profile.rows();
    this.blank = profile.blank();
    this.bad = profile.bad();
  }

  /** The file. */
  public InputFile file() {
    return file;
  }

  /** The stretch of it. */
  public ByteRange range() {
    return range;
  }

  /** Lines of the file before this range. */
  public long linesBefore() {
    return linesBefore;
  }

  /** Bytes of text in the range. */
  public long textBytes() {
    return textBytes;
  }

  /** Whether it was read when it was discovered; else nothing is known to compare with. */
  public boolean readBefore() {
    return readBefore;
  }

  /** The checksum that reading its lines again must give, see {@link RangeProfile#checksum}. */
  public int checksum() {
    return checksum;
  }

  /** Where an attempt keeps the bad records of the range. */
  public Location quarantine(Run run) {
    return run.folder().child("quarantine/" + quarantineName(run, range.file(), range.offset()));
  }

  static String quarantineName(Run run, int file, long offset) {
    return String.format("%s-%06d-%d.ndjson", run.attempt(), file, offset);
  }

  /** Lines that the range must have. */
  public long lines() {
    return lines;
  }

  /** Rows that the range must give; unknown, and 0, where the columns are given. */
  public long rows() {
    return rows;
  }

  /** Blank lines that the range must have. */
  public long blank() {
    return blank;
  }

  /** Bad records that the range must have. */
  public long bad() {
    return bad;
  }
}
