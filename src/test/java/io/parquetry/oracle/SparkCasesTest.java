/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code --values=spark} against what Spark has written, case by case. {@code SparkOracleIT} makes
 * the golden files, for the modes of reading whose files are there. The rules are those of {@code
 * src/docs/spark-values.md}.
 */
class SparkCasesTest {
  static final Path CASES = Path.of("src/test/resources/spark/cases");
  static final Path DIFFERENCES = Path.of("src/test/resources/spark/differences");

  private static final Map<String, String> BAD_RECORDS =
      Map.of("PERMISSIVE", "corrupt-record", "DROPMALFORMED", "drop", "FAILFAST", "fail");

  /** Every folder in {@code cases}: what goes in must come out as Spark writes it. */
  @TestFactory
  Stream<DynamicTest> everyCaseGivesWhatSparkGives() throws IOException {
    return tests(CASES, SparkCasesTest::mustBeEqual);
  }

  /**
   * Every folder in {@code differences}: {@code ours.ndjson} must come out, and not what Spark
   * writes.
   */
  @TestFactory
  Stream<DynamicTest> everyDeliberateDifferenceIsOne() throws IOException {
    return tests(DIFFERENCES, SparkCasesTest::mustDiffer);
  }

  @Test
  void everyDeliberateDifferenceIsExplained() throws IOException {
    String page = Files.readString(Path.of("src/docs/spark-values.md"));
    for (Path folder : folders(DIFFERENCES)) {
      assertThat(page).contains("`" + folder.getFileName() + "`");
    }
  }

  private static Stream<DynamicTest> tests(Path group, Check check) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : folders(group)) {
      for (String mode : BAD_RECORDS.keySet().stream().sorted().toList()) {
        if (Files.exists(folder.resolve(mode + ".ndjson"))) {
          tests.add(
              DynamicTest.dynamicTest(
                  folder.getFileName() + " " + mode, () -> check.of(folder, mode)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static List<Path> folders(Path group) throws IOException {
    try (Stream<Path> folders = Files.list(group)) {
      return folders.sorted().toList();
    }
  }

  private static void mustBeEqual(Path folder, String mode) throws IOException {
    // Newer ones write some doubles with fewer digits (JDK-4511638); Spark's files were made by 17.
    assumeTrue(
        Runtime.version().feature() < 19 || !folder.getFileName().toString().equals("doubles"));
    SparkRows spark = SparkRows.golden(folder.resolve(mode + ".ndjson"));
    if (spark.error() != null) {
      assertThatThrownBy(() -> converted(folder, mode))
          .isInstanceOfSatisfying(
              ParquetryException.class,
              e -> assertThat(e.kind()).isEqualTo(FailureKind.BAD_RECORDS));
    } else {
      converted(folder, mode).mustEqual(spark);
    }
  }

  private static void mustDiffer(Path folder, String mode) throws IOException {
    SparkRows spark = SparkRows.golden(folder.resolve(mode + ".ndjson"));
    SparkRows ours = converted(folder, mode);

    ours.mustEqual(SparkRows.golden(folder.resolve("ours.ndjson")));
    assertThatThrownBy(() -> ours.mustEqual(spark)).isInstanceOf(AssertionError.class);
  }

  private static SparkRows converted(Path folder, String mode) throws IOException {
    return SparkRows.of(
        folder.resolve("input"), "--values=spark", "--bad-records=" + BAD_RECORDS.get(mode));
  }

  private interface Check {
    void of(Path folder, String mode) throws IOException;
  }
}
