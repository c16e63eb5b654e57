/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an output holds against what the manifest's files hold, row by row: the accepted lines by
 * {@link ObviousConverter}, the rows by DuckDB. A row is all its values but the instant of the run,
 * and rows are counted, so two equal lines must be two rows.
 */
public final class PublishedRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSTANT = "_processing_timestamp";

  /** How a set of part files differs from the accepted lines; all zero where it does not. */
  public record Difference(long lost, long twice, long strange, long furtherInstants) {
    /** Nothing lost, nothing twice, nothing else, and all by one run. */
    public boolean none() {
      return equals(new Difference(0, 0, 0, 0));
    }

    @Override
    public String toString() {
      return lost + " " + twice + " " + strange + " " + furtherInstants;
    }
  }

  private final List<String> columns;
  private final Map<List<String>, Integer> accepted = new HashMap<>();

  /** Reads the lines that a manifest with entries relative to it names. */
  public PublishedRows(Path manifest) throws IOException {
    ObviousConverter oracle = new ObviousConverter();
    for (JsonNode entry : JSON.readTree(Files.readAllBytes(manifest)).get("fileLocations")) {
      for (JsonNode uri : entry.get("URIs")) {
        oracle.add(manifest.resolveSibling(uri.asText()), uri.asText());
      }
    }
    columns = oracle.columns();
    oracle.rows().forEach(row -> accepted.merge(values(row), 1, Integer::sum));
  }

  /** Number of accepted lines. */
  public long accepted() {
    return accepted.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** The part files that the one report in an output says are published. */
  public static List<Path> published(Path output) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> runs = Files.list(output.resolve("_parquetry"))) {
      Path report =
          runs.map(run -> run.resolve("report.json"))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      for (JsonNode file : JSON.readTree(Files.readAllBytes(report)).get("output_files")) {
        files.add(Path.of(file.get("path").asText()));
      }
    }
    return files;
  }

  /** The files that a reader finds who knows no report: all whose names do not hide them. */
  public static List<Path> visible(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> shown(output.relativize(file)))
          .toList();
    }
  }

  private static boolean shown(Path file) {
    for (Path name : file) {
      if (name.toString().startsWith("_") || name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** Compares the rows of files with the accepted lines. */
  public Difference difference(List<Path> files) throws SQLException {
    Map<List<String>, Integer> left = new HashMap<>(accepted);
    Set<String> instants = new HashSet<>();
    long twice = 0;
    long strange = 0;
    try (DuckDb duckDb = new DuckDb()) {
      for (Path file : files) {
        for (Map<String, String> row : duckDb.rows(file)) {
          instants.add(row.remove(INSTANT));
          Integer expected =
              row.size() == columns.size()
                  ? left.computeIfPresent(values(row), (k, n) -> n - 1)
                  : null;
          strange += expected == null ? 1 : 0;
          twice += expected != null && expected < 0 ? 1 : 0;
        }
      }
    }
    long lost = left.values().stream().mapToLong(n -> Math.max(n, 0)).sum();
    return new Difference(lost, twice, strange, Math.max(instants.size() - 1, 0));
  }

  private List<String> values(Map<String, String> row) {
    return Arrays.asList(columns.stream().map(row::get).toArray(String[]::new));
  }

  /**
   * For scripts: {@code MANIFEST OUTPUT} prints the accepted lines, then lost, twice, strange and
   * further instants of the published files, then of the visible ones.
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    PublishedRows rows = new PublishedRows(Path.of(arguments[0]));
    Path output = Path.of(arguments[1]);
    System.out.println(
        rows.accepted()
            + " "
            + rows.difference(published(output))
            + " "
            + rows.difference(visible(output)));
  }
}
