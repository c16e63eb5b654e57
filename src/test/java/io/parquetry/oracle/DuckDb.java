/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Parquet with an engine that is not ours. */
public final class DuckDb implements AutoCloseable {
  private final Connection connection;

  /** An engine in memory. */
  public DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** The columns of a file as its schema names them, whatever DuckDB would call them. */
  public List<String> columns(Path file) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT name FROM parquet_schema(" + quoted(file) + ")")) {
      result.next();
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  /** All rows of a file in their order, each value by its column. */
  public List<Map<String, String>> rows(Path file) throws SQLException {
    List<String> columns = columns(file);
    List<Map<String, String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT * FROM read_parquet(" + quoted(file) + ")")) {
      while (result.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i), result.getString(i + 1));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Runs a statement for what it does. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The one number that a query gives. */
  public long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** The distinct texts of the first column that a query gives. */
  public List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }

  private static String quoted(Path file) {
    return "'" + file.toString().replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
