/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;

/** The line of Flink that this program runs on. */
final class FlinkVersion {
  private static final String LINE = "1.20";

  /** What a Flink says that was built without its version. */
  private static final String UNKNOWN = "<unknown>";

  private FlinkVersion() {}

  /**
   * Holds Flink to the line, before anything is done with it; meanwhile only the command line is
   * made.
   *
   * @param found as Flink says it, such as {@code 1.20.1}; one that does not say is let pass
   * @throws ParquetryException a {@link FailureKind#USAGE} failure
   */
  static void check(String found) {
    if (!found.equals(LINE) && !found.matches("1\\.20[.-].*") && !found.equals(UNKNOWN)) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          "Flink " + found,
          "is of another line than this job jar is built for: expected Flink "
              + LINE
              + ", found "
              + found
              + "; run it on a cluster of Flink "
              + LINE
              + ", such as the image flink:1.20 or Managed Flink's FLINK-1_20");
    }
  }
}
