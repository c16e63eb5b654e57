/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.DuckDb;
import io.parquetry.pipeline.ConvertJob;
import io.parquetry.pipeline.ConvertOptions;
import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.reliability.TrappedFiles.Action;
import io.parquetry.reliability.TrappedFiles.Trap;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.highavailability.nonha.embedded.HaLeadershipControl;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Kills a TaskManager, or takes the JobManager's leadership away, at a chosen step of a run. Each
 * line bears its own number, so that a row that is lost or twice is seen.
 */
@Timeout(120)
class KillMatrixIT {
  private static final int FILES = 6;
  private static final int LINES_OF_EACH = 4_000;

  @TempDir Path folder;

  private MiniCluster cluster;

  /** What is killed. */
  enum Victim {
    TASK_MANAGER,
    JOB_MANAGER
  }

  /** Where it is killed. */
  enum Stage {
    READING(Action.OPEN, ".ndjson", 3),
    PLANNING(Action.CREATE, "/plan-", 1),
    WRITING(Action.WRITE_PART, "/part-", 3),
    QUARANTINING(Action.CREATE, "/quarantine/", 2),
    FIRST_COMMIT(Action.COMMIT, "", 2),
    LAST_COMMIT(Action.COMMIT, "", Integer.MAX_VALUE),
    PUBLISHING(Action.OPEN, "/part-", 2),
    BEHIND_THE_RECORD(Action.CREATE, "/report.json", 1),
    BEFORE_THE_MARKER(Action.CREATE, "/_SUCCESS", 1);

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
    Configuration configuration = new Configuration();
    configuration.setString("rest.bind-port", "0");
    configuration.setString("taskmanager.memory.network.max", "64mb");
    configuration.setString("taskmanager.memory.managed.size", "16mb");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .setHaServices(MiniCluster.HaServices.WITH_LEADERSHIP_CONTROL)
                .build());
    cluster.start();
  }

  @AfterEach
  void stop() throws Exception {
    TrappedFiles.uninstall();
    cluster.close();
  }

  @ParameterizedTest(name = "{0} killed while {1}, restarts {2}")
  @MethodSource("matrix")
  void eachRowIsPublishedOnceOrNothingIs(Victim victim, Stage stage, boolean restarts)
      throws Exception {
    Path manifest = input();
    int count = stage == Stage.LAST_COMMIT ? parts(manifest) : stage.count;
    TrappedFiles.install();
    Trap trap = TrappedFiles.set(stage.action, stage.name, count);
    Run run = run(manifest);
    JobGraph job = job(run, restarts);
    cluster.submitJob(job).get();
    assertThat(trap.sprung()).as("the job comes to this stage").isTrue();
    kill(victim, job.getJobID());
    trap.open();
    JobResult result = cluster.requestJobResult(job.getJobID()).get();

    boolean published = PublishRecord.latest(run.folder()).isPresent();
    if (result.isSuccess()) {
      assertThat(published).isTrue();
      assertEachRowOnce();
    } else {
      assertThat(restarts).as("with restarts the job ends well").isFalse();
      assertThat(Files.exists(marker())).as("a marker").isFalse();
    }
    // Whatever has happened, the next run makes it whole.
    Conversion again = Conversion.run(manifest, output(), "--target-file-size=64KB");
    assertThat(again.exitCode()).as(again.errors()).isZero();
    assertThat(again.errors().contains("is already published")).isEqualTo(published);
    assertEachRowOnce();
    assertThat(marker()).exists();
  }

  /** How many parts the run has; the same for each attempt. */
  private int parts(Path manifest) throws IOException {
    return Conversion.succeeding(manifest, folder.resolve("counted"), "--target-file-size=64KB")
        .parts()
        .size();
  }

  private void kill(Victim victim, JobID job) throws Exception {
    if (victim == Victim.TASK_MANAGER) {
      cluster.terminateTaskManager(0).get();
      cluster.startTaskManager();
    } else {
      HaLeadershipControl leadership = cluster.getHaLeadershipControl().orElseThrow();
      leadership.revokeJobMasterLeadership(job).get();
      leadership.grantJobMasterLeadership(job).get();
    }
  }

  private void assertEachRowOnce() throws Exception {
    String listed = "read_parquet('" + output() + "/*/*.parquet')";
    try (DuckDb duckDb = new DuckDb()) {
      long rows = (long) FILES * LINES_OF_EACH;
      assertThat(duckDb.number("SELECT count(*) FROM " + listed)).isEqualTo(rows);
      assertThat(duckDb.number("SELECT count(DISTINCT id) FROM " + listed)).isEqualTo(rows);
    }
    try (Stream<Path> files = Files.list(marker().getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("no hidden files are left")
          .noneMatch(name -> name.startsWith("."));
    }
  }

  private Run run(Path manifest) throws IOException {
    return Run.attempt(
        Collector.collect(location(manifest), options(manifest).collect(), location(output())),
        null,
        location(output()),
        Instant.now(),
        Map.of());
  }

  private JobGraph job(Run run, boolean restarts) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, new Configuration());
    new ConvertJob(run, options(folder.resolve("manifest.json")), 2).build(environment);
    if (!restarts) {
      Configuration none = new Configuration();
      none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      environment.configure(none);
    }
    return environment.getStreamGraph().getJobGraph();
  }

  private ConvertOptions options(Path manifest) {
    ConvertOptions options = new ConvertOptions();
    CommandSpec command =
        CommandSpec.create().addMixin("all", CommandSpec.forAnnotatedObject(options));
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--manifest=" + manifest, "--output=" + output(), "--target-file-size=64KB");
    return options;
  }

  /** Lines that hardly compress, so that there are several parts; each file has a bad one. */
  private Path input() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      StringBuilder lines = new StringBuilder("bad\n");
      for (int j = 0; j < LINES_OF_EACH; j++) {
        long id = (long) i * LINES_OF_EACH + j;
        lines.append("{\"id\":").append(id).append(",\"x\":\"");
        lines.append(Long.toHexString(id * 0x9e3779b97f4a7c15L)).append("\"}\n");
      }
      String name = "in-2025-12-23-" + i + ".ndjson";
      Files.writeString(folder.resolve(name), lines);
      names.add(name);
    }
    return Conversion.manifest(folder, names);
  }

  private Path output() {
    return folder.resolve("out");
  }

  private Path marker() {
    return output().resolve("merged-parquet-2025-12-23/_SUCCESS");
  }

  private static Location location(Path path) {
    return Location.parse(path.toString());
  }
}
