/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.Defect;
import io.parquetry.json.LineReader;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.discover.BadLine;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.LineScanner;
import io.parquetry.pipeline.discover.RangeLines;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.pipeline.plan.PartCounts;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;
import io.parquetry.storage.Requests;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads the ranges of a part in their order: valid lines go on, bad ones to quarantine. What was
 * read before must have the counts of the plan; files that are read once must not have changed.
 */
public final class PartLines {

  /** Takes the valid lines. */
  public interface Receiver {
    /** Takes one line, which is used again for the next. */
    void accept(ScannedLine line) throws IOException;
  }

  private final PartPlan part;
  private final DiscoverOptions options;
  private final LineScanner scanner;
  private final ScannedLine scanned;
  private final PartCounts counts;

  private long lines;
  private long rows;
  private long blank;
  private final EnumMap<Defect, Long> defects = new EnumMap<>(Defect.class);
  private final List<BadLine> firstBad = new ArrayList<>();
  private final CRC32C checksum = new CRC32C();
  private final List<InputFile> readOnce = new ArrayList<>();

  /** The lines of a part. */
  public PartLines(PartPlan part, DiscoverOptions options) {
    this.part = part;
    this.options = options;
    this.scanner = new LineScanner(options, part.columns().keyPositions());
    this.counts = new PartCounts(part);
    this.scanned = new ScannedLine(part, scanner, counts);
  }

  /** The beginning of one range, without quarantine and checks, for samples. */
  public long sample(PlannedRange range, long maxBytes, Receiver receiver) throws IOException {
    try (RangeLines reader = open(range)) {
      LineReader line = reader.line();
      long from = line.position();
      while (line.position() - from < maxBytes && reader.next()) {
        accept(range, line, Quarantine.none().of(range), receiver);
      }
      return line.position() - from;
    }
  }

  /** The lines of a range, for {@link #read}. */
  public RangeLines open(PlannedRange range) throws IOException {
    return RangeLines.open(range.file(), range.range(), options.maxLineBytes());
  }

  /**
   * One range, whose lines are closed behind it.
   *
   * @return how many bad records it has
   */
  public long read(PlannedRange range, RangeLines opened, Quarantine quarantine, Receiver receiver)
      throws IOException {
    lines = 0;
    rows = 0;
    blank = 0;
    defects.clear();
    firstBad.clear();
    checksum.reset();
    try (RangeLines reader = opened;
        Quarantine.RangeRecords badRecords = quarantine.of(range)) {
      while (reader.next()) {
        accept(range, reader.line(), badRecords, receiver);
      }
      check(range, reader);
      badRecords.keep();
    }
    if (part.columns().given()) {
      counts.add(range, lines, rows, blank, defects, firstBad);
    }
    return bad();
  }

  /**
   * Behind the last range: fails where a file that was read for the first time is another by now.
   * For all of them together, since storage may take its time to answer.
   */
  public void checkUnchanged() throws IOException {
    Requests.all(
        readOnce,
        file -> {
          RangeLines.checkUnchanged(file);
          return file;
        });
  }

  /** What all ranges that were read had. */
  public PartCounts counts() {
    return counts;
  }

  private long bad() {
    return defects.values().stream().mapToLong(Long::longValue).sum();
  }

  private void accept(
      PlannedRange range, LineReader line, Quarantine.RangeRecords badRecords, Receiver receiver)
      throws IOException {
    lines++;
    long number = range.linesBefore() + lines;
    if (range.readBefore()) {
      checksum.update(line.bytes(), line.start(), line.end() - line.start());
    }
    scanned.set(range, line, number);
    switch (scanner.scan(line)) {
      case OBJECT:
        do {
          handOver(receiver);
        } while (scanner.nextRow());
        break;
      case BLANK:
        blank++;
        break;
      case BAD:
        badRecords.add(number, line, scanner.defect(), scanner.defectAt());
        defects.merge(scanner.defect(), 1L, Long::sum);
        if (firstBad.size() < RangeProfile.BAD_LINES_KEPT) {
          firstBad.add(
              new BadLine(lines - 1, line.offset(), scanner.defect(), scanner.defectAt() + 1));
        }
        if (options.badRecords() == DiscoverOptions.BadRecords.CORRUPT_RECORD) {
          scanned.setBadRecord();
          handOver(receiver);
        }
        break;
    }
    if ((number & 0xfff) == 0 && Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("cancelled while reading " + part);
    }
  }

  private void handOver(Receiver receiver) throws IOException {
    receiver.accept(scanned);
    scanned.notFirstOfPart();
    rows++;
  }

  private void check(PlannedRange range, RangeLines reader) {
    if (!range.readBefore()) {
      reader.checkReadWhole();
      readOnce.add(range.file());
      return;
    }
    long bad = bad();
    boolean same =
        part.columns().given()
            ? lines == range.lines()
            : rows == range.rows() && blank == range.blank() && bad == range.bad();
    if (!same) {
      throw ParquetryException.at(
          FailureKind.INPUT_CHANGED,
          range.file().uri(),
          String.format(
              "has changed while the run was reading it: expected %s, found %d rows, %d blank and"
                  + " %d bad lines; run again when nothing changes its input",
              part.columns().given()
                  ? range.lines() + " lines"
                  : range.rows()
                      + " rows, "
                      + range.blank()
                      + " blank and "
                      + range.bad()
                      + " bad lines",
              rows,
              blank,
              bad));
    }
    if ((int) checksum.getValue() != range.checksum()) {
      throw ParquetryException.at(
          FailureKind.INPUT_CHANGED,
          range.file().uri(),
          "has changed while the run was reading it: the same lines, but other bytes in them (CRC-32C"
              + " of bytes "
              + range.range().offset()
              + " on); run again when nothing changes its input");
    }
  }
}
