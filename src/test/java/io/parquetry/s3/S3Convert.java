/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What runs of {@code convert} have left in a folder of a bucket, seen as plain files. */
public final class S3Convert {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path bucket;
  private final Path output;

  /** Looks at {@code s3://<bucket>/<output>}. */
  public S3Convert(Path bucket, String output) {
    this.bucket = bucket;
    this.output = bucket.resolve(output);
  }

  /** The name of an object. */
  public static String uri(Path bucket, String key) {
    return "s3://" + bucket.getFileName() + "/" + key;
  }

  /** Runs {@code convert} in this process; the port is the server's or a proxy's. */
  public static Conversion run(String manifest, String output, int port, List<String> moreOptions) {
    List<String> options = new ArrayList<>(S3Server.options(port));
    options.addAll(moreOptions);
    return Conversion.run(manifest, output, options.toArray(new String[0]));
  }

  /** The reports that are there. */
  public List<JsonNode> reports() throws IOException {
    List<JsonNode> reports = new ArrayList<>();
    for (Path file : files("report.json")) {
      reports.add(JSON.readTree(Files.readAllBytes(file)));
    }
    return reports;
  }

  /** The part files that the one report names. */
  public List<Path> parts() throws IOException {
    List<JsonNode> reports = reports();
    assertThat(reports).hasSize(1);
    List<Path> parts = new ArrayList<>();
    for (JsonNode file : reports.get(0).get("output_files")) {
      String path = file.get("path").asText();
      parts.add(bucket.getParent().resolve(path.substring("s3://".length())));
    }
    return parts;
  }

  /** The part files that a reader finds who lists the folders. */
  public List<Path> listedParts() throws IOException {
    return matching("[^._].*\\.parquet");
  }

  /** Where objects of this name lie. */
  public List<Path> files(String name) throws IOException {
    return matching(Pattern.quote(name));
  }

  private List<Path> matching(String name) throws IOException {
    if (!Files.exists(output)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  /** The rows of some parts, read by DuckDB. */
  public static List<Map<String, String>> rows(List<Path> parts) throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (DuckDb duckDb = new DuckDb()) {
      for (Path part : parts) {
        rows.addAll(duckDb.rows(part));
      }
    }
    return rows;
  }
}
