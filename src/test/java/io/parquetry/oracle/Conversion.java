/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.cli.ParquetryCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of {@code convert} in this process, on a MiniCluster of its own, and what it left. */
public final class Conversion {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path output;
  private final int exitCode;
  private final String errors;

  private Conversion(Path output, int exitCode, String errors) {
    this.output = output;
    this.exitCode = exitCode;
    this.errors = errors;
  }

  /** Runs to the end, however it ends. */
  public static Conversion run(Path manifest, Path output, String... options) {
    return run(manifest.toString(), output.toString(), options);
  }

  /** Runs to the end, however it ends, on any storage. */
  public static Conversion run(String manifest, String output, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("convert");
    arguments.add("--manifest=" + manifest);
    arguments.add("--output=" + output);
    arguments.addAll(Arrays.asList(options));
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int exitCode = ParquetryCommand.execute(arguments.toArray(new String[0]));
      return new Conversion(Path.of(output), exitCode, errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  /** Runs, and must end well. */
  public static Conversion succeeding(Path manifest, Path output, String... options) {
    Conversion conversion = run(manifest, output, options);
    assertThat(conversion.exitCode).as(conversion.errors).isZero();
    return conversion;
  }

  /** Writes a manifest beside files, naming them as given. */
  public static Path manifest(Path folder, List<String> uris) throws IOException {
    String entries = uris.stream().map(uri -> '"' + uri + '"').collect(Collectors.joining(",\n  "));
    return Files.writeString(
        folder.resolve("manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[\n  " + entries + "\n]}]}");
  }

  public int exitCode() {
    return exitCode;
  }

  /** What went to the error stream. */
  public String errors() {
    return errors;
  }

  public Path output() {
    return output;
  }

  /** Every file below the output, by its path within it, sorted. */
  public List<String> files() throws IOException {
    if (!Files.exists(output)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  /** The part files in the order of the plan. */
  public List<Path> parts() throws IOException {
    List<Path> parts = new ArrayList<>();
    report().get("output_files").forEach(file -> parts.add(Path.of(file.get("path").asText())));
    return parts;
  }

  /** The run report. */
  public JsonNode report() throws IOException {
    return JSON.readTree(Files.readAllBytes(runFolder().resolve("report.json")));
  }

  /** The one folder below {@code _parquetry}. */
  public Path runFolder() throws IOException {
    try (Stream<Path> runs = Files.list(output.resolve("_parquetry"))) {
      return runs.sorted()
          .reduce(
              (a, b) -> {
                throw new AssertionError("more than one run: " + a + ", " + b);
              })
          .orElseThrow();
    }
  }

  /** All quarantined records, by file and line. */
  public List<JsonNode> quarantine() throws IOException {
    Path folder = runFolder().resolve("quarantine");
    List<JsonNode> records = new ArrayList<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          for (String line : Files.readAllLines(file)) {
            records.add(JSON.readTree(line));
          }
        }
      }
    }
    return records;
  }

  /** The rows of all parts, read by DuckDB, without the instant of the run. */
  public List<Map<String, String>> rows() throws IOException, SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (DuckDb duckDb = new DuckDb()) {
      for (Path part : parts()) {
        for (Map<String, String> row : duckDb.rows(part)) {
          Map<String, String> copy = new LinkedHashMap<>(row);
          assertThat(copy.remove("_processing_timestamp"))
              .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
          rows.add(copy);
        }
      }
    }
    return rows;
  }

  /** The columns of the first part, read by DuckDB, without the instant of the run. */
  public List<String> columns() throws IOException, SQLException {
    try (DuckDb duckDb = new DuckDb()) {
      List<String> columns = duckDb.columns(parts().get(0));
      assertThat(columns.get(columns.size() - 2)).isEqualTo("_processing_timestamp");
      columns.remove(columns.size() - 2);
      return columns;
    }
  }

  /** Every row and value must be the oracle's, and the report must say the same sums. */
  public void mustEqual(ObviousConverter oracle) throws IOException, SQLException {
    List<String> columns = oracle.columns();
    assertThat(rows().stream().map(row -> texts(row, columns)).toList())
        .containsExactlyInAnyOrderElementsOf(
            oracle.rows().stream().map(row -> texts(row, columns)).toList());
    if (!oracle.rows().isEmpty()) {
      assertThat(columns()).isEqualTo(columns);
    }
    JsonNode totals = report().get("totals");
    assertThat(totals.get("lines").asLong()).isEqualTo(oracle.lines());
    assertThat(totals.get("rows").asLong()).isEqualTo(oracle.rows().size());
    assertThat(totals.get("blank").asLong()).isEqualTo(oracle.blank());
    assertThat(totals.get("bad").asLong()).isEqualTo(oracle.bad().size());
    assertThat(quarantine().stream().map(r -> r.get("file").asText() + ":" + r.get("line")))
        .containsExactlyInAnyOrderElementsOf(oracle.bad());
  }

  private static List<String> texts(Map<String, String> row, List<String> columns) {
    return columns.stream().map(row::get).toList();
  }
}
