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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * DuckDB in this process. Without a file of columns it finds them itself, exactly: from all lines
 * of all files, and then reads as if they had been given. Every column is VARCHAR: strings are
 * their characters, all other values JSON as DuckDB writes it.
 *
 * <p>{@code DuckDbPeer INPUT-FOLDER OUTPUT-FOLDER THREADS [COLUMNS-FILE]}
 */
public final class DuckDbPeer {

  private DuckDbPeer() {}

  /** Converts all files of a folder. */
  public static void main(String[] arguments) throws IOException, SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(arguments[2]));
      statement.execute("SET preserve_insertion_order = false");
      String files = files(arguments[0]);
      List<String> columns =
          arguments.length > 3
              ? Files.readAllLines(Path.of(arguments[3]))
              : inferred(files, statement);
      statement.execute(
          String.format(
              "COPY (SELECT %s, now()::VARCHAR AS _processing_timestamp, filename AS _source_file"
                  + " FROM read_json(%s, format = 'newline_delimited', filename = true,"
                  + " columns = {%s}))"
                  + " TO %s (FORMAT parquet, COMPRESSION snappy, FILE_SIZE_BYTES '128MB')",
              columns.stream().map(DuckDbPeer::name).collect(Collectors.joining(", ")),
              files,
              columns.stream()
                  .map(column -> text(column) + ": 'VARCHAR'")
                  .collect(Collectors.joining(", ")),
              text(arguments[1])));
    }
  }

  /** The columns of all lines; at a depth of one no types within them are looked for. */
  private static List<String> inferred(String files, Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet columns =
        statement.executeQuery(
            "DESCRIBE FROM read_json("
                + files
                + ", format = 'newline_delimited', union_by_name = true, sample_size = -1,"
                + " maximum_depth = 1)")) {
      while (columns.next()) {
        names.add(columns.getString(1));
      }
    }
    return names;
  }

  private static String files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .sorted()
          .map(file -> text(file.toString()))
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  private static String name(String column) {
    return '"' + column.replace("\"", "\"\"") + '"';
  }

  private static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }
}
