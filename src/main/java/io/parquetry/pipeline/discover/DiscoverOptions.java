/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.config.ByteSize;
import io.parquetry.config.ColumnNames;
import io.parquetry.config.Problems;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What is a record and what is a bad one. */
public final class DiscoverOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The column that Spark puts bad records into. */
  public static final String CORRUPT_RECORD = "_corrupt_record";

  /** How values are written as text. */
  public enum Values {
    /** As they stand in the source. */
    RAW,
    /** As Spark writes them after it has inferred their types. */
    SPARK
  }

  /** What becomes of bad records. */
  public enum BadRecords {
    /** They are kept in quarantine and counted. */
    QUARANTINE,
    /** The first one fails the run before anything is written, or with columns given, published. */
    FAIL,
    /** They are counted only. */
    DROP,
    /** They become rows with the line in a column of its own and NULL in all others. */
    CORRUPT_RECORD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--values",
      paramLabel = "raw|spark",
      defaultValue = "raw",
      description =
          "How values become text: raw, as they stand in the source, or spark, as spark.read.json"
              + " and a cast to string write them. Default: ${DEFAULT-VALUE}.")
  private Values values = Values.RAW;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      converter = ColumnNames.Converter.class,
      description =
          "The columns of the output, in this order: names separated by commas, or a JSON array of"
              + " them. Other keys are counted and get no column, and most files are read once."
              + " Default: every key of the input, sorted.")
  private ColumnNames columns;

  @Option(
      names = "--bad-records",
      paramLabel = "WHAT",
      defaultValue = "quarantine",
      description =
          "What becomes of lines that are no valid JSON object: quarantine keeps them, fail ends"
              + " the run, drop counts them only; corrupt-record, with --values=spark, makes rows"
              + " that have the line in the column _corrupt_record. Default:"
              + " ${DEFAULT-VALUE}.")
  private BadRecords badRecords = BadRecords.QUARANTINE;

  @Option(
      names = "--max-bad-records",
      paramLabel = "COUNT",
      description = "More bad records than this fail the run. Default: no limit.")
  private Long maxBadRecords;

  @Option(
      names = "--max-bad-ratio",
      paramLabel = "RATIO",
      description =
          "A larger part of bad records among all that are not blank fails the run; 0 to 1."
              + " Default: no limit.")
  private Double maxBadRatio;

  @Option(
      names = "--max-line-size",
      paramLabel = "SIZE",
      defaultValue = "16MB",
      converter = ByteSize.class,
      description =
          "A longer line is a bad record; bounds the memory of a task. 1KB to 1GB. Default:"
              + " ${DEFAULT-VALUE}.")
  private long maxLineSize = 16L << 20;

  @Option(
      names = "--max-depth",
      paramLabel = "LEVELS",
      defaultValue = "1000",
      description =
          "A line nested deeper is a bad record. 1 to 1000000. Default: ${DEFAULT-VALUE}.")
  private int maxDepth = 1000;

  @Option(
      names = "--max-columns",
      paramLabel = "COUNT",
      defaultValue = "20000",
      description =
          "More columns than this fail the run; bounds the memory of a writer. 1 to 100000."
              + " Default: ${DEFAULT-VALUE}.")
  private int maxColumns = 20_000;

  /** Whether values are written as Spark writes them. */
  public boolean sparkValues() {
    return values == Values.SPARK;
  }

  /** The columns of the output, the audit columns not counted; null where the input decides. */
  public List<String> columns() {
    return columns == null ? null : columns.names();
  }

  /** What becomes of bad records. */
  public BadRecords badRecords() {
    return badRecords;
  }

  /** Whether bad records are kept. */
  public boolean quarantined() {
    return badRecords == BadRecords.QUARANTINE;
  }

  /** Most bad records allowed, or null. */
  public Long maxBadRecords() {
    return maxBadRecords;
  }

  /** Largest part of bad records allowed, 0 to 1, or null. */
  public Double maxBadRatio() {
    return maxBadRatio;
  }

  /** Longest line in bytes, without its line feed. */
  public int maxLineBytes() {
    return Math.toIntExact(maxLineSize);
  }

  /** Deepest nesting; the line's own object is level 1. */
  public int maxDepth() {
    return maxDepth;
  }

  /** Most columns, the audit columns not counted. */
  public int maxColumns() {
    return maxColumns;
  }

  /** Most fields and array elements within the values of all columns, where types are inferred. */
  public int maxNestedFields() {
    return 10 * maxColumns;
  }

  /** Notes what is wrong with the values. */
  public void check(Problems problems) {
    problems.unless(
        maxLineSize >= 1 << 10 && maxLineSize <= 1 << 30,
        "--max-line-size",
        "expected 1KB to 1GB, found " + maxLineSize + " bytes");
    problems.unless(
        maxDepth >= 1 && maxDepth <= 1_000_000,
        "--max-depth",
        "expected 1 to 1000000, found " + maxDepth);
    problems.unless(
        maxColumns >= 1 && maxColumns <= 100_000,
        "--max-columns",
        "expected 1 to 100000, found " + maxColumns);
    problems.unless(
        maxBadRecords == null || maxBadRecords >= 0,
        "--max-bad-records",
        "expected 0 or more, found " + maxBadRecords);
    problems.unless(
        maxBadRatio == null || maxBadRatio >= 0 && maxBadRatio <= 1,
        "--max-bad-ratio",
        "expected 0 to 1, found " + maxBadRatio);
    problems.unless(
        badRecords != BadRecords.CORRUPT_RECORD || values == Values.SPARK,
        "--bad-records=corrupt-record",
        "expected together with --values=spark, found without; say --values=spark or choose"
            + " quarantine");
    problems.unless(
        columns == null || values == Values.RAW,
        "--columns",
        "contradicts --values=spark: a type needs all values of its column, so columns are"
            + " discovered; leave out one or the other");
    problems.unless(
        columns == null || columns.names().size() <= maxColumns,
        "--columns",
        "expected at most --max-columns="
            + maxColumns
            + " names, found "
            + (columns == null ? 0 : columns.names().size()));
    boolean limited = maxBadRecords != null || maxBadRatio != null;
    problems.unless(
        badRecords != BadRecords.FAIL || !limited,
        "--bad-records=fail",
        "contradicts --max-bad-records and --max-bad-ratio: with fail the first bad record ends"
            + " the run; leave out one or the other");
  }
}
