/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * What Spark makes of NDJSON: {@code spark.read.json(files)}, then {@code cast("string")} on every
 * column, as the old job did.
 *
 * <p>Arguments: a folder of cases, a folder for the results, {@code codegen} or {@code interpreted},
 * modes of reading. A case is a folder with {@code input/}. Its result is {@code <mode>.ndjson}: the
 * columns with their types, then one line for each row, in the order of the files' names and lines; or
 * the class of Spark's error.
 */
public final class SparkOracle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkOracle() {}

  public static void main(String[] arguments) throws IOException {
    Path cases = Path.of(arguments[0]);
    Path results = Path.of(arguments[1]);
    boolean interpreted = arguments[2].equals("interpreted");
    Path work = Files.createTempDirectory("spark-oracle");
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", work.toString())
            .config("spark.sql.warehouse.dir", work.resolve("warehouse").toString())
            .config("spark.sql.session.timeZone", "UTC");
    if (interpreted) {
      builder
          .config("spark.sql.codegen.wholeStage", "false")
          .config("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    }
    try (SparkSession spark = builder.getOrCreate();
        Stream<Path> folders = Files.list(cases)) {
      spark.sparkContext().setLogLevel("OFF");
      List<Path> sorted =
          folders
              .filter(folder -> Files.isDirectory(folder.resolve("input")))
              .sorted()
              .collect(Collectors.toList());
      for (Path folder : sorted) {
        for (int i = 3; i < arguments.length; i++) {
          Path result = results.resolve(folder.getFileName()).resolve(arguments[i] + ".ndjson");
          Files.createDirectories(result.getParent());
          StringBuilder text = new StringBuilder();
          for (ObjectNode line : result(spark, folder.resolve("input"), arguments[i])) {
            text.append(JSON.writeValueAsString(line)).append('\n');
          }
          // A column's name may hold a lone surrogate, which becomes a question mark.
          Files.write(result, text.toString().getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static List<ObjectNode> result(SparkSession spark, Path input, String mode)
      throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(input)) {
      entries.sorted().forEach(file -> files.add(file.toString()));
    }
    List<ObjectNode> lines = new ArrayList<>();
    try {
      Dataset<Row> read = spark.read().option("mode", mode).json(files.toArray(new String[0]));
      ObjectNode head = JSON.createObjectNode();
      ArrayNode columns = head.putArray("columns");
      ArrayNode types = head.putArray("types");
      List<Column> texts = new ArrayList<>();
      for (StructField field : read.schema().fields()) {
        columns.add(field.name());
        types.add(field.dataType().catalogString());
        texts.add(col('`' + field.name().replace("`", "``") + '`').cast("string"));
      }
      lines.add(head);
      texts.add(input_file_name());
      List<Row> rows = read.select(texts.toArray(new Column[0])).collectAsList();
      for (String file : files) {
        String name = Path.of(file).getFileName().toString();
        for (Row row : rows) {
          if (row.getString(row.length() - 1).endsWith('/' + name)) {
            ObjectNode line = JSON.createObjectNode().put("file", name);
            ArrayNode values = line.putArray("values");
            for (int i = 0; i < row.length() - 1; i++) {
              values.add(row.getString(i));
            }
            lines.add(line);
          }
        }
      }
    } catch (Throwable e) {
      // Also checked exceptions that Scala does not declare, and stack overflows of deep nesting.
      lines.clear();
      lines.add(JSON.createObjectNode().put("error", errorClass(e)));
    }
    return lines;
  }

  private static String errorClass(Throwable error) {
    String name = null;
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SparkThrowable && ((SparkThrowable) e).getErrorClass() != null) {
        name = ((SparkThrowable) e).getErrorClass();
      }
    }
    return name == null ? error.toString() : name;
  }
}
