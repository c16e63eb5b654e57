/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.write.PartRows;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the first rows of an output. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    description = "Prints the first rows of Parquet files as JSON, one row a line, NULL left out.")
final class HeadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URI", description = "A Parquet file, or a folder of them.")
  private String input;

  @Option(
      names = "--rows",
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many rows. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Mixin private FileSystemOptions fileSystems = new FileSystemOptions();

  @Override
  public Integer call() throws IOException {
    fileSystems.load();
    Location location = Location.ofOption("head", input);
    List<Location> files = files(location);
    if (files.isEmpty()) {
      throw ParquetryException.at(
          FailureKind.INPUT_MISSING, location.toString(), "holds no file that ends in .parquet");
    }
    PrintWriter out = spec.commandLine().getOut();
    int left = rows;
    for (Location file : files) {
      left -= print(file, left, out);
    }
    out.flush();
    return 0;
  }

  private static List<Location> files(Location location) throws IOException {
    StoredObject object =
        Storage.find(location)
            .orElseThrow(
                () ->
                    ParquetryException.at(
                        FailureKind.INPUT_MISSING, location.toString(), "does not exist"));
    if (!object.folder()) {
      return List.of(location);
    }
    List<Location> files = new ArrayList<>();
    for (StoredObject below : Storage.below(location)) {
      String name = below.location().name();
      if (name.endsWith(".parquet") && !name.startsWith(".") && !name.startsWith("_")) {
        files.add(below.location());
      }
    }
    return files;
  }

  private static int print(Location file, int most, PrintWriter out) throws IOException {
    ObjectMapper json = new ObjectMapper();
    int printed = 0;
    try (PartRows parts = PartRows.open(file)) {
      Map<String, String> row;
      while (printed < most && (row = parts.next()) != null) {
        row.values().removeIf(value -> value == null);
        out.println(json.writeValueAsString(row));
        printed++;
      }
    } catch (RuntimeException e) {
      throw ParquetryException.at(
          FailureKind.INPUT_DAMAGED,
          file.toString(),
          "is no whole Parquet file: " + e.getMessage(),
          e);
    }
    return printed;
  }
}
