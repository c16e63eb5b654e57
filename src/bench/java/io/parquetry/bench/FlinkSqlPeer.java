/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Flink SQL in this process, with the columns given: the file system connector reads JSON into
 * columns of STRING and writes Parquet.
 *
 * <p>{@code FlinkSqlPeer INPUT-FOLDER OUTPUT-FOLDER SLOTS COLUMNS-FILE}
 */
public final class FlinkSqlPeer {

  private FlinkSqlPeer() {}

  /** Converts all files of a folder. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int slots = Integer.parseInt(arguments[2]);
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, slots);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    TableEnvironment tables =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(configuration)
                .build());
    List<String> names =
        Files.readAllLines(Path.of(arguments[3])).stream()
            .map(name -> '`' + name.replace("`", "``") + '`')
            .collect(Collectors.toList());
    String columns = names.stream().map(name -> name + " STRING").collect(Collectors.joining(", "));
    tables.executeSql(
        "CREATE TABLE lines ("
            + columns
            + ", `file.path` STRING NOT NULL METADATA) WITH ('connector' = 'filesystem', 'format' ="
            + " 'json', 'path' = "
            + text(arguments[0])
            + ")");
    tables.executeSql(
        "CREATE TABLE parts ("
            + columns
            + ", `_processing_timestamp` STRING, `_source_file` STRING) WITH ('connector' ="
            + " 'filesystem', 'format' = 'parquet', 'parquet.compression' = 'SNAPPY',"
            + " 'sink.rolling-policy.file-size' = '128MB', 'path' = "
            + text(arguments[1])
            + ")");
    tables
        .executeSql(
            "INSERT INTO parts SELECT "
                + String.join(", ", names)
                + ", CAST(CURRENT_TIMESTAMP AS STRING), `file.path` FROM lines")
        .await();
  }

  private static String text(String path) {
    return '\'' + Path.of(path).toUri().toString().replace("'", "''") + '\'';
  }
}
