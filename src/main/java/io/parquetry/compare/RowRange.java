/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Rows of a file that one task reads in one go: whole row groups. */
final class RowRange implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A range ends with the row group that makes it this large. */
  private static final long BYTES = 64L << 20;

  private final int file;
  private final long begin;
  private final long end;

  private RowRange(int file, long begin, long end) {
    this.file = file;
    this.begin = begin;
    this.end = end;
  }

  /** All rows of these files. */
  static List<RowRange> of(List<ComparedFile> files) {
    List<RowRange> ranges = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      ComparedFile file = files.get(i);
      long begin = 0;
      long end = 0;
      long bytes = 0;
      for (int g = 0; g < file.rowGroups(); g++) {
        end += file.rows(g);
        bytes += file.bytes(g);
        if (end > begin && (bytes >= BYTES || g == file.rowGroups() - 1)) {
          ranges.add(new RowRange(i, begin, end));
          begin = end;
          bytes = 0;
        }
      }
      if (end > begin) {
        ranges.add(new RowRange(i, begin, end));
      }
    }
    return ranges;
  }

  /** Index among the files of both sides. */
  int file() {
    return file;
  }

  /** The first row. */
  long begin() {
    return begin;
  }

  /** Behind the last row. */
  long end() {
    return end;
  }
}
