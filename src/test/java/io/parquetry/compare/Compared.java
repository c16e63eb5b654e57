/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.cli.ParquetryCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One run of {@code compare} in this process, on a MiniCluster of its own, and what it printed. */
record Compared(int exitCode, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Compared run(Object left, Object right, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("compare", "--left=" + left, "--right=" + right));
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  static Compared run(List<String> words) {
    List<String> arguments = new ArrayList<>(words);
    // Whatever crosses the network has a serializer that was chosen.
    arguments.add("-Dpipeline.generic-types=false");
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = ParquetryCommand.execute(arguments.toArray(new String[0]));
      return new Compared(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  /** Must have ended so. */
  Compared with(int expected) {
    assertThat(exitCode).as(out + err).isEqualTo(expected);
    return this;
  }

  /** What was printed, where {@code --json} was given. */
  JsonNode json() throws IOException {
    return JSON.readTree(out);
  }

  /** The counts of rows, in the order equal, only left, only right, changed. */
  List<Long> rows() throws IOException {
    List<Long> counts = new ArrayList<>();
    json().get("rows").forEach(count -> counts.add(count.asLong()));
    return counts;
  }
}
