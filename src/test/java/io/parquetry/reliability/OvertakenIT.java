/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.DuckDb;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.reliability.TrappedFiles.Action;
import io.parquetry.reliability.TrappedFiles.Trap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another attempt, or a change of the input, does while an attempt stands at a step. */
@Timeout(120)
class OvertakenIT {
  private static final String PARTS = "--target-file-size=64KB";

  @TempDir Path folder;

  private TrappedJobs jobs;

  @BeforeEach
  void start() throws Exception {
    jobs = new TrappedJobs(folder);
  }

  @AfterEach
  void stop() throws Exception {
    jobs.stop();
  }

  @Test
  void theMarkerOfTheWinnerStaysWhereTheLoserIsAboutToRemoveIt() throws Exception {
    Path manifest = jobs.input();
    Trap trap = trap(Action.DELETE, "_SUCCESS", 1);
    Run run = jobs.run(manifest);
    JobID job = submit(run, trap);
    Conversion winner = Conversion.succeeding(manifest, jobs.output(), PARTS);
    trap.open();

    assertThat(failure(job)).contains("another attempt", "has published it meanwhile");
    assertThat(jobs.marker()).exists();
    assertThat(winner.files()).noneMatch(name -> name.contains("part-") && of(name, run));
    assertEachRowOnce();
  }

  @Test
  void theLoserIsToldSoWhenItsFilesGoWhileItChecksThem() throws Exception {
    Path manifest = jobs.input();
    Trap trap = trap(Action.OPEN, "/part-", 2);
    JobID job = submit(jobs.run(manifest), trap);
    Conversion.succeeding(manifest, jobs.output(), PARTS);
    trap.open();

    assertThat(failure(job)).contains("has published it meanwhile").doesNotContain("VERIFICATION");
    assertThat(jobs.marker()).exists();
    assertEachRowOnce();
  }

  @Test
  void aRestartBehindTheRecordLeavesWhatItNamesAsItIs() throws Exception {
    Path manifest = jobs.input();
    Trap trap = trap(Action.CREATE, "report.json", 1);
    Run run = jobs.run(manifest);
    JobID job = submit(run, trap);
    Map<String, Long> published = quarantine(run);
    assertThat(PublishRecord.latest(run.folder())).isPresent();
    assertThat(published).isNotEmpty();
    jobs.killTaskManager();
    trap.open();

    assertThat(jobs.end(job).isSuccess()).isTrue();
    assertThat(quarantine(run)).isEqualTo(published);
    assertThat(jobs.marker()).exists();
    assertEachRowOnce();
  }

  @Test
  void otherBytesInTheSameLinesFailTheRun() throws Exception {
    Path file = Files.writeString(folder.resolve("a-2025-12-23.ndjson"), "{\"a\":\"old\"}\n");
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson"));
    // The first opening discovers, the second samples, the third stringifies.
    Trap trap = trap(Action.OPEN, ".ndjson", 3);
    JobID job = submit(jobs.run(manifest), trap);
    Files.writeString(file, "{\"a\":\"new\"}\n");
    trap.open();

    assertThat(failure(job)).contains("a-2025-12-23.ndjson", "has changed while");
    assertThat(jobs.marker()).doesNotExist();
  }

  /** With columns given a file is read once, so there is no checksum to compare. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"new\"}\n", "{\"a\":\"old\"}\n{\"a\":\"new\"}\n"})
  void aFileThatChangesWhileItIsReadForTheFirstTimeFailsTheRun(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("a-2025-12-23.ndjson"), "{\"a\":\"old\"}\n");
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson"));
    jobs.give("--columns=a");
    Trap trap = trap(Action.OPEN, ".ndjson", 3);
    JobID job = submit(jobs.run(manifest), trap);
    Files.writeString(file, text);
    trap.open();

    assertThat(failure(job)).contains("a-2025-12-23.ndjson", "has changed since");
    assertThat(jobs.marker()).doesNotExist();
  }

  @Test
  void aFileThatIsGoneBeforeItIsReadFailsTheRunAtOnce() throws Exception {
    Path manifest = jobs.input();
    Run run = jobs.run(manifest);
    Files.delete(folder.resolve("in-2025-12-23-0.ndjson"));

    String failure = failure(jobs.submit(run, true));

    assertThat(failure).contains("SuppressRestarts", "in-2025-12-23-0.ndjson");
  }

  /** It was once told as damage, which is final. */
  @Test
  void aTimeoutWithinACompressedFileIsTriedAgain() throws Exception {
    Random random = new Random(1);
    Path file = folder.resolve("a-2025-12-23.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 60_000; i++) {
        String line = "{\"id\":\"" + random.nextLong() + "\"}\n";
        out.write(line.getBytes(StandardCharsets.US_ASCII));
      }
    }
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson.gz"));
    TrappedFiles.install();
    TrappedFiles.timeOutOnceAfter(300_000);

    JobResult result = jobs.end(jobs.submit(jobs.run(manifest), true));

    assertThat(result.isSuccess()).as(result.getSerializedThrowable().toString()).isTrue();
    assertThat(jobs.marker()).exists();
  }

  private static boolean of(String name, Run run) {
    return name.contains(run.attempt());
  }

  private Trap trap(Action action, String name, int count) {
    TrappedFiles.install();
    return TrappedFiles.set(action, name, count);
  }

  private JobID submit(Run run, Trap trap) throws Exception {
    JobID job = jobs.submit(run, true);
    assertThat(trap.sprung()).as("the job comes to this step").isTrue();
    return job;
  }

  private String failure(JobID job) throws Exception {
    JobResult result = jobs.end(job);
    assertThat(result.isSuccess()).isFalse();
    return ExceptionUtils.stringifyException(
        result
            .getSerializedThrowable()
            .orElseThrow()
            .deserializeError(getClass().getClassLoader()));
  }

  private static Map<String, Long> quarantine(Run run) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of(run.folder().path(), "quarantine"))) {
      for (Path file : files.toList()) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }

  private void assertEachRowOnce() throws Exception {
    String listed = "read_parquet('" + jobs.output() + "/*/*.parquet')";
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.number("SELECT count(*) FROM " + listed)).isEqualTo(TrappedJobs.ROWS);
      assertThat(duckDb.number("SELECT count(DISTINCT id) FROM " + listed))
          .isEqualTo(TrappedJobs.ROWS);
    }
  }
}
