/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a contender has written: all files of a folder, whatever they are called. As a program it
 * prints the number of rows, or with {@code --columns} the names of the columns that are not audit
 * columns, one a line.
 *
 * <p>{@code Output FOLDER [--columns]}
 */
public final class Output {

  private Output() {}

  /** Tells about the output in a folder. */
  public static void main(String[] arguments) throws IOException, SQLException {
    String table = table(Path.of(arguments[0]));
    String query =
        arguments.length == 1
            ? "SELECT count(*) FROM " + table
            : "SELECT column_name FROM (DESCRIBE FROM "
                + table
                + ") WHERE column_name NOT IN ('_processing_timestamp', '_source_file')";
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        System.out.println(result.getString(1));
      }
    }
  }

  /** The rows of a folder as DuckDB's SQL names them. */
  static String table(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> counts(folder.relativize(file)))
          .map(file -> '\'' + file.toString().replace("'", "''") + '\'')
          .collect(Collectors.joining(", ", "read_parquet([", "], hive_partitioning = false)"));
    }
  }

  /** Names that begin so are no data, for Parquetry, Spark and Flink alike. */
  private static boolean counts(Path file) {
    for (Path name : file) {
      if (name.toString().startsWith("_") || name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
