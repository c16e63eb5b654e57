/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.input_file_name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The old Glue job on Spark in this process: it infers the types from all files, casts every column
 * to string, adds the audit columns and writes parts, one for each 128 MB of input.
 *
 * <p>{@code SparkPeer INPUT-FOLDER OUTPUT-FOLDER THREADS}
 */
public final class SparkPeer {
  private static final long PART_BYTES = 128L << 20;

  private SparkPeer() {}

  /** Converts all files of a folder. */
  public static void main(String[] arguments) throws IOException {
    Path output = Path.of(arguments[1]);
    List<Path> files;
    try (Stream<Path> entries = Files.list(Path.of(arguments[0]))) {
      files = entries.sorted().collect(Collectors.toList());
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    try (SparkSession spark = session(arguments[2], output)) {
      spark.sparkContext().setLogLevel("ERROR");
      String[] paths = files.stream().map(Path::toString).toArray(String[]::new);
      Dataset<Row> read = spark.read().json(paths);
      Column[] texts =
          Stream.of(read.columns())
              .map(name -> col('`' + name.replace("`", "``") + '`').cast("string"))
              .toArray(Column[]::new);
      read.select(texts)
          .withColumn("_processing_timestamp", current_timestamp().cast("string"))
          .withColumn("_source_file", input_file_name())
          .coalesce((int) (bytes / PART_BYTES + 1))
          .write()
          .option("compression", "snappy")
          .parquet(output.toString());
    }
  }

  private static SparkSession session(String threads, Path output) {
    return SparkSession.builder()
        .appName("bench")
        .master("local[" + threads + "]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", output + "-work")
        .config("spark.sql.warehouse.dir", output + "-work/warehouse")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }
}
