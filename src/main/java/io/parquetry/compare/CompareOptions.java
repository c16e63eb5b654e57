/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is compared. */
public final class CompareOptions {

  @Option(
      names = "--left",
      paramLabel = "URI",
      required = true,
      description = "An output: a folder with Parquet files, whoever wrote them. Path or URI.")
  private String left;

  @Option(names = "--right", paramLabel = "URI", required = true, description = "The other output.")
  private String right;

  @Option(
      names = "--key",
      paramLabel = "COLUMNS",
      description =
          "The columns, separated by commas, that tell which rows belong together. Then the columns"
              + " that differ are told; without a key only the rows.")
  private List<String> key = new ArrayList<>();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMNS",
      description =
          "Columns, separated by commas, that are not compared, such as _processing_timestamp.")
  private List<String> ignore = new ArrayList<>();

  /** Where a side lies. */
  String folder(Side side) {
    return side == Side.LEFT ? left : right;
  }

  /** The key as it was given: names, or lists of them. */
  List<String> key() {
    return key;
  }

  /** What is not compared, as it was given. */
  List<String> ignore() {
    return ignore;
  }
}
