/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.regexp_extract;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the Spark job on Glue did, in short; it wrote the Parquet file in this folder, on Spark
 * 3.5.4: java -cp 'folder of spark-sql_2.13 and what it needs/*' OldJob.java
 */
class OldJob {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    Dataset<Row> rows = spark.read().json("input");
    Column[] texts =
        Arrays.stream(rows.columns())
            .map(name -> col(name).cast("string").as(name))
            .toArray(Column[]::new);
    rows.select(texts)
        .withColumn("_processing_timestamp", current_timestamp().cast("string"))
        // On S3 the whole URI, as the manifest has it; here from beside the manifest.
        .withColumn("_source_file", regexp_extract(input_file_name(), "(input/.*)", 1))
        .coalesce(1)
        .write()
        .parquet("merged-parquet-2025-12-23");
    spark.stop();
  }
}
