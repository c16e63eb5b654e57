/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.oracle.Conversion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every folder in {@code src/test/resources/cases} is a test: {@code manifest.json} and {@code
 * input/} go in, {@code expected.ndjson} must come out (one row a line, without the instant of the
 * run), and {@code expected-bad.txt} must be in quarantine. {@code options} holds further
 * arguments.
 */
class GoldenCasesIT {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, String>> ROW = new TypeReference<>() {};

  @TempDir Path outputs;

  @TestFactory
  Stream<DynamicTest> everyCaseGivesTheExpectedRows() throws Exception {
    try (Stream<Path> folders = Files.list(CASES)) {
      List<Path> cases = folders.filter(Files::isDirectory).sorted().toList();
      assertThat(cases).isNotEmpty();
      return cases.stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(folder.getFileName().toString(), () -> run(folder)));
    }
  }

  private void run(Path folder) throws Exception {
    Path options = folder.resolve("options");
    String[] further =
        Files.exists(options) ? Files.readAllLines(options).toArray(new String[0]) : new String[0];
    Path output = outputs.resolve(folder.getFileName());
    Conversion conversion = Conversion.succeeding(folder.resolve("manifest.json"), output, further);

    List<Map<String, String>> expected = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("expected.ndjson"))) {
      expected.add(JSON.readValue(line, ROW));
    }
    assertThat(conversion.rows()).containsExactlyInAnyOrderElementsOf(expected);

    Path bad = folder.resolve("expected-bad.txt");
    List<String> expectedBad = Files.exists(bad) ? Files.readAllLines(bad) : List.of();
    assertThat(
            conversion.quarantine().stream()
                .map(r -> r.get("line").asText() + " " + r.get("cause").asText()))
        .containsExactlyInAnyOrderElementsOf(expectedBad);
  }
}
