/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.reliability;

import io.parquetry.oracle.Conversion;
import io.parquetry.pipeline.ConvertJob;
import io.parquetry.pipeline.ConvertOptions;
import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.rpc.ProcessRpcSystem;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.highavailability.nonha.embedded.HaLeadershipControl;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Reference;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Jobs on a MiniCluster whose parts can be killed, over files that can be {@link TrappedFiles}. */
final class TrappedJobs {
  /** Files that {@link #input} makes, each with a bad record. */
  static final int FILES = 6;

  private static final int LINES_OF_EACH = 4_000;

  /** Rows that {@link #input} makes. */
  static final long ROWS = (long) FILES * LINES_OF_EACH;

  private final Path folder;
  private final MiniCluster cluster;
  private final List<String> options = new ArrayList<>(List.of("--target-file-size=64KB"));

  /** Starts a cluster of one TaskManager. */
  TrappedJobs(Path folder) throws Exception {
    this(folder, new Configuration());
  }

  /** Starts a cluster of one TaskManager with further settings. */
  TrappedJobs(Path folder, Configuration further) throws Exception {
    this.folder = folder;
    Configuration configuration = new Configuration(further);
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
                .build(),
            // As the program itself has it.
            () -> Reference.owned(new ProcessRpcSystem()));
    cluster.start();
  }

  /** Ends the cluster, and gives Flink its own files back. */
  void stop() throws Exception {
    TrappedFiles.uninstall();
    cluster.close();
  }

  /** Gives the jobs that follow a further option. */
  void give(String option) {
    options.add(option);
  }

  void killTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }

  /** Takes the leadership of a job away from its JobManager, and gives it back. */
  void takeLeadership(JobID job) throws Exception {
    HaLeadershipControl leadership = cluster.getHaLeadershipControl().orElseThrow();
    leadership.revokeJobMasterLeadership(job).get();
    leadership.grantJobMasterLeadership(job).get();
  }

  /** Waits for the end of a job. */
  JobResult end(JobID job) throws Exception {
    return cluster.requestJobResult(job).get();
  }

  /** An attempt at the manifest's run. */
  Run run(Path manifest) throws IOException {
    return Run.attempt(
        Collector.read(location(manifest), options(manifest).collect(), location(output()))
            .collect(),
        location(output()),
        Instant.now(),
        Map.of());
  }

  /** Starts the job of a run. */
  JobID submit(Run run, boolean restarts) throws Exception {
    return submit(run, restarts, 2);
  }

  /** Starts the job of a run with so many tasks at once. */
  JobID submit(Run run, boolean restarts, int tasks) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(tasks, new Configuration());
    new ConvertJob(run, options(folder.resolve("manifest.json")), tasks).build(environment);
    if (!restarts) {
      Configuration none = new Configuration();
      none.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
      environment.configure(none);
    }
    JobGraph job = environment.getStreamGraph().getJobGraph();
    cluster.submitJob(job).get();
    return job.getJobID();
  }

  private ConvertOptions options(Path manifest) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("--manifest=" + manifest, "--output=" + output()));
    ConvertOptions converted = new ConvertOptions();
    CommandSpec command =
        CommandSpec.create().addMixin("all", CommandSpec.forAnnotatedObject(converted));
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(arguments.toArray(new String[0]));
    return converted;
  }

  /** Lines that hardly compress, so that there are several parts; each file has a bad one. */
  Path input() throws IOException {
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

  Path output() {
    return folder.resolve("out");
  }

  Path marker() {
    return output().resolve("merged-parquet-2025-12-23/_SUCCESS");
  }

  private static Location location(Path path) {
    return Location.parse(path.toString());
  }
}
