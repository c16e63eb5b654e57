/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.oracle.Conversion;
import java.io.IOException;
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
    Path output = outputs.resolve(folder.getFileName());
    Conversion discovered = convert(folder, output, List.of());
    if (!options(folder).contains("--values=spark")) {
      assertSameWithColumnsGiven(folder, discovered);
    }
  }

  private static List<String> options(Path folder) throws IOException {
    Path options = folder.resolve("options");
    return Files.exists(options) ? Files.readAllLines(options) : List.of();
  }

  private static Conversion convert(Path folder, Path output, List<String> further)
      throws Exception {
    List<String> options = new ArrayList<>(options(folder));
    options.addAll(further);
    Conversion conversion =
        Conversion.succeeding(
            folder.resolve("manifest.json"), output, options.toArray(new String[0]));

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
    return conversion;
  }

  /** What discovery finds before, reading finds as well. */
  private void assertSameWithColumnsGiven(Path folder, Conversion discovered) throws Exception {
    List<String> names = discovered.report().get("columns").findValuesAsText("name");
    if (names.isEmpty()) {
      return;
    }
    Conversion given =
        convert(
            folder,
            outputs.resolve(folder.getFileName() + "-given"),
            List.of("--columns=" + JSON.writeValueAsString(names)));
    for (String member : List.of("files", "bad_records_by_cause")) {
      assertThat(given.report().get(member)).as(member).isEqualTo(discovered.report().get(member));
    }
    assertThat(given.report().get("warnings")).isEqualTo(discovered.report().get("warnings"));
    assertThat(given.report().get("quarantine"))
        .hasSameSizeAs(discovered.report().get("quarantine"));
  }
}
