/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Wrote the files in this folder, on Spark 3.5.4: values of each type, and the same cast to string;
 * java -cp 'folder of spark-sql_2.13 and what it needs/*' Types.java
 */
class Types {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
            .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
            .getOrCreate();
    Dataset<Row> typed =
        spark.sql(
            "SELECT id, cast(i AS tinyint) tiny, cast(i AS smallint) small, cast(i * 1000003 AS int) whole,"
                + " i * 1000000000039 big, cast(d AS float) f, cast(d AS double) d,"
                + " cast(x AS decimal(9,2)) dec9, cast(x AS decimal(18,4)) dec18,"
                + " cast(x AS decimal(38,10)) dec38, cast(x AS decimal(20,0)) whole_dec,"
                + " i > 0 AS flag, cast(t AS date) day, cast(t AS timestamp) at, cast(i AS string) text"
                + " FROM VALUES"
                + " (1, 1, '0.1', '12.34', '2025-12-23 10:15:30.123456'),"
                + " (2, -7, '1e10', '-0.5', '1969-12-31 23:59:59.5'),"
                + " (3, 0, '-0.0', '0', '1970-01-01 00:00:00'),"
                + " (4, 100, '12345678.9', '1234567.89', '2000-02-29 00:00:00.001'),"
                + " (5, 5, '0.0001', '1', '0001-01-01 00:00:00'),"
                + " (6, -128, 'NaN', '99', '9999-12-31 23:59:59.999999'),"
                + " (7, 127, 'Infinity', '7.777', '1582-10-15 12:00:00'),"
                + " (8, NULL, NULL, NULL, NULL) AS v(id, i, d, x, t)");
    typed.coalesce(1).write().parquet("typed");
    Column[] texts =
        Arrays.stream(typed.columns())
            .map(name -> col(name).cast("string").as(name))
            .toArray(Column[]::new);
    typed.select(texts).coalesce(1).write().parquet("text");
    spark.stop();
  }
}
