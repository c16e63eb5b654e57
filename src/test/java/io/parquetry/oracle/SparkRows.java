/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.discover.ColumnProfile;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.Profiles;
import io.parquetry.pipeline.discover.RangeLines;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.pipeline.plan.EncodingSample;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlanOptions;
import io.parquetry.pipeline.plan.PlannedRange;
import io.parquetry.pipeline.plan.Planner;
import io.parquetry.pipeline.plan.RunPlan;
import io.parquetry.pipeline.stringify.PartLines;
import io.parquetry.pipeline.stringify.Quarantine;
import io.parquetry.pipeline.stringify.RowStringifier;
import io.parquetry.pipeline.stringify.TextRow;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Columns, their types, and rows of text with the file they come from: as Spark has written them
 * into a golden file, or as the stages of the job make them, without Flink around them.
 */
public final class SparkRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So small that types of several ranges must be merged. */
  private static final long RANGE_BYTES = 300;

  private final List<String> columns = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private String error;

  private SparkRows() {}

  /** Reads what {@code SparkOracle} has written. */
  public static SparkRows golden(Path file) throws IOException {
    SparkRows result = new SparkRows();
    for (String line : Files.readAllLines(file)) {
      JsonNode node = JSON.readTree(line);
      if (node.has("error")) {
        result.error = node.get("error").asText();
      } else if (node.has("columns")) {
        node.get("columns").forEach(name -> result.columns.add(name.asText()));
        node.get("types")
            .forEach(
                type ->
                    result.types.add(type.asText().replaceAll("decimal\\(\\d+,0\\)", "decimal")));
      } else {
        List<String> row = new ArrayList<>(List.of(node.get("file").asText()));
        node.get("values").forEach(value -> row.add(value.isNull() ? null : value.asText()));
        result.rows.add(row);
      }
    }
    return result;
  }

  /** Discovers, plans and stringifies all files of a folder. */
  public static SparkRows of(Path folder, String... arguments) throws IOException {
    DiscoverOptions options = new DiscoverOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    List<InputFile> files = files(folder);
    List<RangeProfile> profiles = Profiles.of(files, options, RANGE_BYTES);
    RunPlan plan =
        new Planner(
                Location.parse(folder.resolve("manifest.json").toString()),
                files,
                options,
                new PlanOptions(),
                (ranges, bytes, columns) -> new EncodingSample(1, 1, new BitSet()))
            .plan(profiles, 1);
    SparkRows result = new SparkRows();
    for (PartPlan part : plan.parts()) {
      result.read(part, plan, options);
    }
    return result;
  }

  private void read(PartPlan part, RunPlan plan, DiscoverOptions options) throws IOException {
    if (columns.isEmpty()) {
      columns.addAll(part.columns().keys());
      for (String name : columns) {
        types.add(
            plan.columns().stream()
                .filter(column -> column.name().equals(name))
                .map(ColumnProfile::types)
                .map(t -> t.text(Integer.MAX_VALUE - 1))
                .findFirst()
                .orElse("string"));
      }
    }
    PartLines lines = new PartLines(part, options);
    RowStringifier stringifier = new RowStringifier(part, "");
    for (PlannedRange range : part.ranges()) {
      lines.read(
          range,
          RangeLines.open(range.file(), range.range(), options.maxLineBytes()),
          Quarantine.none(),
          line -> {
            TextRow row = stringifier.row(line);
            List<String> values = new ArrayList<>(List.of(range.file().uri()));
            for (int i = 0; i < columns.size(); i++) {
              values.add(row.isNullAt(i) ? null : row.getString(i).toString());
            }
            rows.add(values);
          });
    }
  }

  private static List<InputFile> files(Path folder) throws IOException {
    List<InputFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path path : entries.sorted().toList()) {
        files.add(
            new InputFile(
                path.getFileName().toString(),
                Location.parse(path.toString()),
                Files.size(path),
                Files.getLastModifiedTime(path).toMillis(),
                "2025-12-23"));
      }
    }
    return files;
  }

  /** Columns, types and rows must be those of Spark. */
  public void mustEqual(SparkRows spark) {
    assertThat(spark.error).as("Spark failed").isNull();
    if (!rows.isEmpty()) {
      assertThat(columns).isEqualTo(spark.columns);
      assertThat(types).isEqualTo(spark.types);
    }
    for (int i = 0; i < Math.min(rows.size(), spark.rows.size()); i++) {
      for (int k = 0; k <= columns.size(); k++) {
        assertThat(rows.get(i).get(k))
            .as("row %d, %s", i, k == 0 ? "file" : columns.get(k - 1))
            .isEqualTo(spark.rows.get(i).get(k));
      }
    }
    assertThat(rows).hasSameSizeAs(spark.rows);
  }

  /** Names of the columns in their order. */
  public List<String> columns() {
    return columns;
  }

  /** Their types as Spark writes them. */
  public List<String> types() {
    return types;
  }

  /** The file's name, then the values. */
  public List<List<String>> rows() {
    return rows;
  }

  /** The class of Spark's error, or null. */
  public String error() {
    return error;
  }
}
