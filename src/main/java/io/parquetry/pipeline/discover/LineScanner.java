/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.json.Defect;
import io.parquetry.json.KeyTable;
import io.parquetry.json.LineReader;
import io.parquetry.json.ObjectScanner;
import io.parquetry.json.ObjectScanner.Verdict;
import io.parquetry.spark.LenientLine;
import java.util.Iterator;
import java.util.List;

/**
 * Tells what a line is, by the options of the run. Mostly a line is one object; with {@code
 * --values=spark} it may be several, and may be JSON as Spark reads it only.
 */
public final class LineScanner {
  private static final Iterator<byte[]> NO_MORE = List.<byte[]>of().iterator();

  private final ObjectScanner scanner;
  private final LenientLine lenient;
  private final int maxLineBytes;

  private Iterator<byte[]> further = NO_MORE;
  private Defect defect;
  private long defectAt;

  /**
   * A scanner for the lines of a run.
   *
   * @param keys those of which it tells the positions; may get more
   */
  public LineScanner(DiscoverOptions options, KeyTable keys) {
    boolean spark = options.sparkValues();
    this.maxLineBytes = options.maxLineBytes();
    this.scanner =
        spark
            ? ObjectScanner.notingTokens(options.maxDepth(), keys)
            : new ObjectScanner(options.maxDepth(), keys);
    this.lenient = spark ? new LenientLine(options.maxDepth()) : null;
  }

  /** Scans a line. Where it is an object, or several, {@link #fields()} are those of the first. */
  public Verdict scan(LineReader line) {
    further = NO_MORE;
    if (line.tooLong()) {
      defect = Defect.TOO_LONG;
      defectAt = maxLineBytes;
      return Verdict.BAD;
    }
    Verdict verdict = scanner.scan(line.bytes(), line.start(), line.end());
    if (verdict == Verdict.BAD) {
      defect = scanner.defect();
      defectAt = (long) scanner.defectAt() - line.start();
      return lenient == null ? verdict : scanLeniently(line);
    }
    return verdict;
  }

  private Verdict scanLeniently(LineReader line) {
    List<byte[]> objects = lenient.objects(line.bytes(), line.start(), line.end());
    if (objects == null) {
      return Verdict.BAD;
    }
    further = objects.iterator();
    return nextRow() ? Verdict.OBJECT : Verdict.BLANK;
  }

  /** Goes to the next object of the line; false where there is none, as with most lines. */
  public boolean nextRow() {
    if (!further.hasNext()) {
      return false;
    }
    byte[] bytes = further.next();
    if (scanner.scan(bytes, 0, bytes.length) != Verdict.OBJECT) {
      throw new IllegalStateException("a line written anew is no object: " + scanner.defect());
    }
    return true;
  }

  /** The fields of the current object. */
  public ObjectScanner fields() {
    return scanner;
  }

  /** The array that the fields are slices of. */
  public byte[] bytes() {
    return scanner.bytes();
  }

  /** What is wrong with a bad line. */
  public Defect defect() {
    return defect;
  }

  /** At which byte of the line, from 0, the defect was seen. */
  public long defectAt() {
    return defectAt;
  }
}
