/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.Conversion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an output folder tells of its runs, and what is removed from it. */
class RunsAndCleanIT {
  private static final String DEAD = "1-0123abcd";
  private static final String NEVER_PUBLISHED = "fedcba9876543210";

  @TempDir Path folder;

  private Conversion published;
  private String run;
  private List<String> publishedFiles;

  @BeforeEach
  void publishAndLeave() throws IOException {
    Files.writeString(folder.resolve("a-2025-12-23.ndjson"), "{\"a\":1}\nbad\n{\"a\":2}\n");
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson"));
    published = Conversion.succeeding(manifest, folder.resolve("out"));
    run = published.runFolder().getFileName().toString();
    leave("merged-parquet-2025-12-23/somebody-elses.parquet");
    publishedFiles = published.files();
    leave("merged-parquet-2025-12-23/part-" + run + "-" + DEAD + "-x-0.snappy.parquet");
    leave("merged-parquet-2025-12-24/.part-" + run + "-" + DEAD + "-x-1.parquet.inprogress.y");
    leave("merged-parquet-2025-12-24/_part-" + run + "-" + DEAD + "-x-2.parquet_tmp_z");
    leave("_parquetry/" + run + "/plan-" + DEAD + ".json");
    leave("_parquetry/" + run + "/quarantine/" + DEAD + "-000000-0.ndjson");
    leave("_parquetry/" + run + "/.parquetry-123.tmp");
    leave("_parquetry/" + NEVER_PUBLISHED + "/plan-" + DEAD + ".json");
  }

  @Test
  void cleanRemovesWhatDeadAttemptsHaveLeftAndNothingElse() throws IOException {
    assertThat(run("clean", "--older-than=0s")).contains("removed 7 object(s)");

    assertThat(published.files()).isEqualTo(publishedFiles);
    assertThat(run("clean", "--older-than=0s")).contains("removed 0 object(s)");
  }

  @Test
  void aDryRunListsTheSameAndRemovesNothing() throws IOException {
    List<String> before = published.files();

    assertThat(run("clean", "--older-than=0s", "--dry-run"))
        .contains("would remove 7 object(s)", ".parquetry-123.tmp", "-x-1.parquet.inprogress.y");

    assertThat(published.files()).isEqualTo(before);
  }

  @Test
  void whatIsYoungerThanADayIsLeftUnlessToldOtherwise() throws IOException {
    Path old = folder.resolve("out/_parquetry/" + NEVER_PUBLISHED + "/plan-" + DEAD + ".json");
    Instant twoDaysAgo = Instant.now().minus(Duration.ofDays(2));
    Files.setLastModifiedTime(old, FileTime.from(twoDaysAgo));

    assertThat(run("clean")).contains("removed 1 object(s)");

    assertThat(old).doesNotExist();
  }

  @Test
  void runsTellsWhatIsPublishedAndWhatIsNot() throws IOException {
    assertThat(run("runs").lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(run)
                    .containsPattern("published +20\\d\\d-.* 2 +1 +1 .*manifest.json"))
        .anySatisfy(line -> assertThat(line).startsWith(NEVER_PUBLISHED + "  unpublished"))
        .hasSize(3);
  }

  @Test
  void anAgeThatIsNoneIsRefused() {
    assertThat(ParquetryCommand.execute("clean", "--output=x", "--older-than=old")).isEqualTo(2);
  }

  private void leave(String name) throws IOException {
    Path file = folder.resolve("out").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "left");
  }

  private String run(String command, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = command;
    args[1] = "--output=" + folder.resolve("out");
    System.arraycopy(options, 0, args, 2, options.length);
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(ParquetryCommand.execute(args)).isZero();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
