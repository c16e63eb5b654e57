/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.failure.Excerpt;
import io.parquetry.json.Defect;
import io.parquetry.pipeline.collect.InputFile;
import java.io.Serializable;

/** One bad record, for messages. */
public final class BadLine implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long lineInRange;
  private final long offset;
  private final Defect defect;
  private final long column;

  /**
   * A bad record.
   *
   * @param lineInRange from 0
   * @param offset of its first byte in the text of the file
   * @param column the byte in the line, from 1, at which the defect was seen
   */
  public BadLine(long lineInRange, long offset, Defect defect, long column) {
    this.lineInRange = lineInRange;
    this.offset = offset;
    this.defect = defect;
    this.column = column;
  }

  /** Where and what, as a line of a message. */
  public String describe(InputFile file, long linesBefore) {
    return String.format(
        "  [%s:%d] byte %d of the file, column %d: %s",
        Excerpt.whole(file.uri()),
        linesBefore + lineInRange + 1,
        offset,
        column,
        defect.sentence());
  }

  /** The line in its range, from 0. */
  public long lineInRange() {
    return lineInRange;
  }

  /** Where in the file's text the line begins. */
  public long offset() {
    return offset;
  }

  /** What is wrong. */
  public Defect defect() {
    return defect;
  }

  /** At which byte of the line, from 1. */
  public long column() {
    return column;
  }
}
