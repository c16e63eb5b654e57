/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proves that two contenders wrote the same rows and columns, with DuckDB as the judge, and tells
 * what was compared by which rule. Ends with 1 where they did not.
 *
 * <p>{@code Gate LEFT-FOLDER RIGHT-FOLDER VALUE-RULE FILE-RULE KEY}, the rules being of {@link
 * Rule}: one for the values, one for the column of the source file. The key's values must be
 * unique.
 */
public final class Gate implements AutoCloseable {
  private static final String TIMESTAMP = "_processing_timestamp";
  private static final String SOURCE = "_source_file";

  private final Connection duckDb;
  private final Statement statement;
  private final String key;
  private final Rule valueRule;
  private final Rule fileRule;
  private final TreeMap<String, String> passed = new TreeMap<>();
  private final List<String> different = new ArrayList<>();
  private long differingTexts;

  private Gate(Rule valueRule, Rule fileRule, String key) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    this.duckDb = DriverManager.getConnection("jdbc:duckdb:", properties);
    this.statement = duckDb.createStatement();
    this.valueRule = valueRule;
    this.fileRule = fileRule;
    this.key = key;
  }

  /** Compares two outputs. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Rule valueRule = Rule.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    Rule fileRule = Rule.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    try (Gate gate = new Gate(valueRule, fileRule, arguments[4])) {
      gate.open("l", Path.of(arguments[0]));
      gate.open("r", Path.of(arguments[1]));
      gate.compare();
      if (!gate.different.isEmpty()) {
        gate.different.forEach(System.err::println);
        System.exit(1);
      }
    }
  }

  private void open(String side, Path folder) throws IOException, SQLException {
    statement.execute("CREATE VIEW " + side + " AS FROM " + Output.table(folder));
  }

  private void compare() throws SQLException {
    SortedSet<String> columns = columns("l");
    SortedSet<String> others = columns("r");
    if (!columns.equals(others)) {
      different.add("columns differ: " + columns + " and " + others);
      return;
    }
    long rows = number("SELECT count(*) FROM l");
    long matched = number("SELECT count(*) FROM l JOIN r USING (" + name(key) + ")");
    for (String side : List.of("l", "r")) {
      long keys = number("SELECT count(DISTINCT " + name(key) + ") FROM " + side);
      long count = number("SELECT count(*) FROM " + side);
      if (count != rows || keys != rows || matched != rows) {
        different.add(
            String.format(
                "rows differ: %,d expected, %,d found; %,d keys, %,d of them on both sides",
                rows, count, keys, matched));
        return;
      }
      long instants = number("SELECT count(DISTINCT " + TIMESTAMP + ") FROM " + side);
      if (instants != 1) {
        different.add("expected one " + TIMESTAMP + " for all rows, found " + instants);
      }
    }
    columns.remove(TIMESTAMP);
    compareColumns(columns);
    System.out.printf(
        "%,d rows, %d columns: %d with the same text%n",
        rows, columns.size() + 1, columns.size() - passed.size());
    passed.forEach((rule, names) -> System.out.println("          " + rule + ": " + names));
    System.out.println("          not compared: " + TIMESTAMP + ", one instant for all rows");
  }

  private void compareColumns(SortedSet<String> columns) throws SQLException {
    String counts =
        columns.stream()
            .map(column -> "count(*) FILTER (" + differs(column) + ")")
            .collect(Collectors.joining(", "));
    TreeMap<String, Long> differing = new TreeMap<>();
    try (ResultSet result = statement.executeQuery("SELECT " + counts + joined())) {
      result.next();
      int i = 1;
      for (String column : columns) {
        differing.put(column, result.getLong(i++));
      }
    }
    for (String column : columns) {
      differingTexts = differing.get(column);
      if (differingTexts > 0) {
        compareValues(column, column.equals(SOURCE) ? fileRule : valueRule);
      }
    }
  }

  /** The pairs of one column whose texts differ. */
  private void compareValues(String column, Rule rule) throws SQLException {
    String query =
        String.format(
            "SELECT l.%1$s, r.%1$s, %2$s %3$s WHERE %4$s",
            name(column), name(key), joined(), differs(column));
    try (ResultSet pairs = statement.executeQuery(query)) {
      boolean first = true;
      while (pairs.next()) {
        String left = pairs.getString(1);
        String right = pairs.getString(2);
        if (!rule.equal(left, right)) {
          different.add(
              String.format(
                  "column %s differs where %s is %s: %s and %s are not %s",
                  column, key, pairs.getString(3), shown(left), shown(right), rule.meaning()));
          return;
        }
        if (first) {
          String example =
              String.format(
                  "%s (%,d rows, such as %s and %s)",
                  column, differingTexts, shown(left), shown(right));
          passed.merge(rule.meaning(), example, (a, b) -> a + ", " + b);
          first = false;
        }
      }
    }
  }

  private String joined() {
    return " FROM l JOIN r USING (" + name(key) + ")";
  }

  private String differs(String column) {
    return column.equals(key)
        ? "false"
        : String.format("l.%1$s IS DISTINCT FROM r.%1$s", name(column));
  }

  private SortedSet<String> columns(String side) throws SQLException {
    SortedSet<String> names = new TreeSet<>();
    try (ResultSet result = statement.executeQuery("DESCRIBE " + side)) {
      while (result.next()) {
        names.add(result.getString(1));
        if (!result.getString(2).equals("VARCHAR")) {
          different.add("column " + result.getString(1) + " is no text but " + result.getString(2));
        }
      }
    }
    return names;
  }

  private long number(String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static String name(String column) {
    return '"' + column.replace("\"", "\"\"") + '"';
  }

  private static String shown(String value) {
    String text = value == null ? "NULL" : value;
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    duckDb.close();
  }
}
