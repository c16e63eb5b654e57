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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a TaskManager, or takes the JobManager's leadership away, at a chosen step of a run. Each
 * line bears its own number, so that a row that is lost or twice is seen.
 */
@Timeout(120)
class KillMatrixIT {
  @TempDir Path folder;

  private TrappedJobs jobs;

  /** What is killed. */
  enum Victim {
    TASK_MANAGER,
    JOB_MANAGER
  }

  /** Where it is killed. */
  enum Stage {
    READING(Action.OPEN, ".ndjson", 3),
    PLANNING(Action.CREATE, "plan-", 1),
    WRITING(Action.WRITE_PART, "/part-", 3),
    QUARANTINING(Action.CREATE, "/quarantine/", 2),
    /** With columns given, when what the lines hold is counted by who reads them to write. */
    COUNTING(Action.CREATE, "counts-", 2),
    FIRST_COMMIT(Action.COMMIT, "", 2),
    LAST_COMMIT(Action.COMMIT, "", Integer.MAX_VALUE),
    PUBLISHING(Action.OPEN, "/part-", 2),
    BEHIND_THE_RECORD(Action.CREATE, "report.json", 1),
    BEFORE_THE_MARKER(Action.CREATE, "_SUCCESS", 1);

    private final Action action;
    private final String name;
    private final int count;

    Stage(Action action, String name, int count) {
      this.action = action;
      this.name = name;
      this.count = count;
    }
  }

  static Stream<Arguments> matrix() {
    List<Arguments> cases = new ArrayList<>();
    for (Victim victim : Victim.values()) {
      for (Stage stage : Stage.values()) {
        for (boolean restarts : new boolean[] {true, false}) {
          cases.add(Arguments.of(victim, stage, restarts));
        }
      }
    }
    return cases.stream();
  }

  @BeforeEach
  void start() throws Exception {
    jobs = new TrappedJobs(folder);
  }

  @AfterEach
  void stop() throws Exception {
    jobs.stop();
  }

  @ParameterizedTest(name = "{0} killed while {1}, restarts {2}")
  @MethodSource("matrix")
  void eachRowIsPublishedOnceOrNothingIs(Victim victim, Stage stage, boolean restarts)
      throws Exception {
    Path manifest = jobs.input();
    int count = stage == Stage.LAST_COMMIT ? parts(manifest) : stage.count;
    TrappedFiles.install();
    Trap trap = TrappedFiles.set(stage.action, stage.name, count);
    if (stage == Stage.COUNTING) {
      jobs.give("--columns=id,x");
    }
    Run run = jobs.run(manifest);
    JobID job = jobs.submit(run, restarts);
    assertThat(trap.sprung()).as("the job comes to this stage").isTrue();
    kill(victim, job);
    trap.open();
    JobResult result = jobs.end(job);

    boolean published = PublishRecord.latest(run.folder()).isPresent();
    if (result.isSuccess()) {
      assertThat(published).isTrue();
      assertEachRowOnce();
    } else {
      assertThat(restarts).as("with restarts the job ends well").isFalse();
      assertThat(Files.exists(jobs.marker())).as("a marker").isFalse();
    }
    // Whatever has happened, the next run makes it whole.
    Conversion again = Conversion.run(manifest, jobs.output(), "--target-file-size=64KB");
    assertThat(again.exitCode()).as(again.errors()).isZero();
    assertThat(again.errors().contains("is already published")).isEqualTo(published);
    assertEachRowOnce();
    assertThat(jobs.marker()).exists();
  }

  /** How many parts the run has; the same for each attempt. */
  private int parts(Path manifest) throws IOException {
    return Conversion.succeeding(manifest, folder.resolve("counted"), "--target-file-size=64KB")
        .parts()
        .size();
  }

  private void kill(Victim victim, JobID job) throws Exception {
    if (victim == Victim.TASK_MANAGER) {
      jobs.killTaskManager();
    } else {
      jobs.takeLeadership(job);
    }
  }

  private void assertEachRowOnce() throws Exception {
    String listed = "read_parquet('" + jobs.output() + "/*/*.parquet')";
    try (DuckDb duckDb = new DuckDb()) {
      long rows = TrappedJobs.ROWS;
      assertThat(duckDb.number("SELECT count(*) FROM " + listed)).isEqualTo(rows);
      assertThat(duckDb.number("SELECT count(DISTINCT id) FROM " + listed)).isEqualTo(rows);
    }
    try (Stream<Path> files = Files.list(jobs.marker().getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("no hidden files are left")
          .noneMatch(name -> name.startsWith("."));
    }
  }
}
