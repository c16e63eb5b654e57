/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spark is the oracle: {@code mvn -B verify -Pspark-oracle}. With {@code
 * -Dparquetry.spark.write=true} among the test JVM's options the golden files are written anew.
 */
@Tag("spark")
class SparkOracleIT {
  private static final String[] MODES = {"PERMISSIVE", "DROPMALFORMED", "FAILFAST"};
  private static final int CASES = 250;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cases", "differences"})
  void theGoldenFilesAreWhatSparkWrites(String group) throws Exception {
    Path cases = SparkCasesTest.CASES.resolveSibling(group);
    SparkProcess.read(cases, folder, false, MODES);

    boolean write = Boolean.getBoolean("parquetry.spark.write");
    for (Path result : files(folder)) {
      Path golden = cases.resolve(folder.relativize(result));
      // A case asks for a mode by having its file, be it empty.
      if (write && Files.exists(golden)) {
        Files.copy(result, golden, StandardCopyOption.REPLACE_EXISTING);
      }
      if (Files.exists(golden)) {
        assertThat(golden).hasSameTextualContentAs(result);
      }
    }
  }

  @Test
  void randomLinesGiveWhatSparkGives() throws Exception {
    long seed = Long.getLong("parquetry.spark.seed", System.nanoTime());
    System.out.println("SparkOracleIT: seed " + seed);
    Path cases = Files.createDirectory(folder.resolve("cases"));
    Path results = Files.createDirectory(folder.resolve("results"));
    RandomSparkLines lines = new RandomSparkLines(seed);
    for (int i = 0; i < CASES; i++) {
      lines.write(cases.resolve(String.format("%04d", i)).resolve("input"));
    }
    SparkProcess.read(cases, results, true, "PERMISSIVE");

    List<String> different = new ArrayList<>();
    int compared = 0;
    for (Path result : files(results)) {
      String name = result.getParent().getFileName().toString();
      SparkRows spark = SparkRows.golden(result);
      if (spark.error() != null) {
        continue;
      }
      compared += spark.rows().size();
      try {
        SparkRows.of(
                cases.resolve(name).resolve("input"),
                "--values=spark",
                "--bad-records=corrupt-record")
            .mustEqual(spark);
      } catch (AssertionError | RuntimeException e) {
        different.add(name + ": " + e);
      }
    }
    assertThat(different).as("seed %d", seed).isEmpty();
    assertThat(compared).isGreaterThan(CASES);
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
