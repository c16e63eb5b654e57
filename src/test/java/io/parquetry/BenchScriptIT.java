/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/bench} as far as it needs nothing but the distribution: without peers. */
class BenchScriptIT {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @Test
  void theHelpListsEveryPeer() throws Exception {
    String help = bench(0, "--help");
    for (Path peer : contenders()) {
      assertThat(help).contains(peer.getFileName().toString());
    }
  }

  @Test
  void anUnknownPeerIsAnErrorThatNamesTheKnownOnes() throws Exception {
    assertThat(bench(2, "--peers", "spark,hadoop", "--folder", folder.toString()))
        .contains("found \"hadoop\"")
        .contains("duckdb-inference");
  }

  @Test
  void aRunWithoutPeersProvesItsResultAndLeavesNothing() throws Exception {
    String text =
        bench(
            0,
            "--size=300KB",
            "--files=3",
            "--rounds=1",
            "--folder=" + folder,
            "--",
            "--compression=zstd");

    assertThat(text)
        .containsPattern("input: +3 files, 3[01]\\d{4} bytes, (\\d+) lines")
        .containsPattern("gate: +parquetry: (\\d+) rows = \\1 lines, published; 1 part")
        .containsPattern("parquetry +wall [\\d.]+ s, user .* MB, net [\\d.]+ s")
        .containsPattern("(?m)^parquetry( +[\\d.]+){15}$")
        .contains("options:  --compression=zstd");
    assertThat(folder.resolve("parquetry-bench")).doesNotExist();
  }

  private static List<Path> contenders() throws IOException {
    List<Path> peers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("scripts/bench.d/contenders"))) {
      files.forEach(peers::add);
    }
    assertThat(peers).hasSizeGreaterThan(5);
    return peers;
  }

  private String bench(int expected, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("scripts/bench"));
    command.addAll(List.of(arguments));
    Path printed = Files.createTempFile("bench", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroy();
      String text = Files.readString(printed);
      assertThat(ended).as("it ends; so far: %s", text).isTrue();
      assertThat(process.exitValue()).as(text).isEqualTo(expected);
      return text;
    } finally {
      Files.delete(printed);
    }
  }
}
