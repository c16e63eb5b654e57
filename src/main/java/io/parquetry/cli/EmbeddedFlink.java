/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.compare.CompareJob;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.failure.Secrets;
import io.parquetry.pipeline.ConvertJob;
import io.parquetry.pipeline.ConvertOptions;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flink within this process: a MiniCluster made for one job. */
final class EmbeddedFlink {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

  /** The S3 client prints stack traces past Log4j, for what its exceptions tell as well. */
  private static final java.util.logging.Logger S3_CLIENT =
      java.util.logging.Logger.getLogger("com.amazonaws");

  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

  /** Flink's own default, for digests of all rows. */
  private static final int COMPARE_NETWORK_MB = 64;

  /**
   * For metadata of few tasks. A task's result needs 16 buffers of 32 KB, which is what a
   * MiniCluster asks for, and its input a few; of many tasks each gets 1 MB.
   */
  private static final int CONVERT_NETWORK_MB = 16;

  /** Flink's own default for reading results, which is allocated whole, however little is read. */
  private static final int MOST_READ_MB = 64;

  /** So much of each task's sorting is done in memory. */
  private static final int SORT_MB = 64;

  private static final int SHUFFLE_BUFFERS = 64;

  private static final long UPLOAD_PART_BYTES = 100L << 20;

  /**
   * Hadoop's own list, and the web identity before the role of the machine. Where the environment
   * does not name a web identity, its provider breaks the list.
   */
  private static final List<String> CREDENTIALS =
      List.of(
          "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
          "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
          "com.amazonaws.auth.WebIdentityTokenCredentialsProvider",
          "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider");

  private static final List<String> WEB_IDENTITY =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");

  /**
   * How the S3 client is set where the user says nothing. Its own retries multiply to many minutes
   * before it says that there is no such endpoint, and to days while every answer is "slow down";
   * these give up after half a minute, or two where S3 asks for patience, with our retries and
   * restarts counted.
   */
  private static final Map<String, String> S3_DEFAULTS =
      Map.of(
          "attempts.maximum", "3",
          "retry.limit", "3",
          "retry.throttle.limit", "5",
          "connection.timeout", "30000",
          "upload.min.part.size", Long.toString(UPLOAD_PART_BYTES),
          "multipart.size", Long.toString(UPLOAD_PART_BYTES));

  /** Flink looks for who might give tokens, even where nobody is told to. */
  private static final String TOKENS = "security.delegation.token";

  private static final List<String> S3_PREFIXES = List.of("s3.", "s3a.", "fs.s3a.");

  private final Configuration configuration;

  private EmbeddedFlink(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Reads Flink's configuration ({@code FLINK_CONF_DIR}, then the given options) and loads the file
   * systems that lie in {@code FLINK_PLUGINS_DIR}.
   */
  static EmbeddedFlink configure(Map<String, String> options) {
    Configuration configuration = ofFolder(System.getenv("FLINK_CONF_DIR"));
    options.forEach(configuration::setString);
    S3_DEFAULTS.forEach((key, value) -> setS3Default(configuration, key, value));
    if (WEB_IDENTITY.stream().allMatch(name -> System.getenv(name) != null)) {
      setS3Default(configuration, "aws.credentials.provider", String.join(",", CREDENTIALS));
    }
    S3_CLIENT.setLevel(java.util.logging.Level.SEVERE);
    // They read it only when the first file is asked for, and the secrets are hidden before.
    return explained(
        () -> {
          FileSystem.initialize(
              new Configuration(configuration),
              PluginUtils.createPluginManagerFromRootFolder(configuration));
          return new EmbeddedFlink(configuration);
        });
  }

  private static Configuration ofFolder(String folder) {
    if (folder == null) {
      return new Configuration();
    }
    try {
      return GlobalConfiguration.loadConfiguration(folder);
    } catch (IllegalConfigurationException | IllegalArgumentException e) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          "FLINK_CONF_DIR=" + folder,
          "cannot be read as Flink's configuration: " + e.getMessage(),
          e);
    }
  }

  private static void setS3Default(Configuration configuration, String key, String value) {
    if (S3_PREFIXES.stream().noneMatch(prefix -> configuration.containsKey(prefix + key))) {
      configuration.setString(S3_PREFIXES.get(0) + key, value);
    }
  }

  /** Begins to start a cluster for a conversion by so many tasks. */
  StartingCluster startToConvert(int parallelism) throws IOException {
    // Only metadata crosses the network, and nothing is sorted; but each task has its buffers.
    int networkMb = Math.max(CONVERT_NETWORK_MB, parallelism);
    setDefault(
        TaskManagerOptions.NETWORK_BATCH_SHUFFLE_READ_MEMORY,
        MemorySize.ofMebiBytes(Math.min(networkMb, MOST_READ_MB)));
    lean(parallelism, networkMb, 16);
    return StartingCluster.of(configuration);
  }

  /** Runs one job for all these runs to its end, and that of its cluster. */
  void run(List<Run> runs, ConvertOptions options, StartingCluster cluster, boolean showProgress)
      throws Exception {
    if (!showProgress) {
      Configurator.setLevel("io.parquetry", Level.WARN);
    }
    int parallelism = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
    StreamExecutionEnvironment environment = environment(parallelism);
    for (Run run : runs) {
      new ConvertJob(run, options, parallelism).build(environment);
    }
    JobClient client = cluster.submit(environment, ConvertJob.name(runs));
    await(client, runs, stages(options), showProgress);
  }

  /** Runs a comparison to its end. */
  JobExecutionResult run(CompareJob job, int parallelism) throws Exception {
    // Digests of all rows cross the network, by way of the disk, and are sorted.
    setDefault(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, SHUFFLE_BUFFERS);
    lean(parallelism, COMPARE_NETWORK_MB + 8 * parallelism, SORT_MB * parallelism);
    StreamExecutionEnvironment environment = environment(parallelism);
    StartingCluster cluster = StartingCluster.of(configuration);
    try {
      job.build(environment);
      return cluster.submit(environment, CompareJob.NAME).getJobExecutionResult().get();
    } catch (ExecutionException e) {
      throw Failures.explainComparison(e.getCause());
    } finally {
      cluster.endLater();
    }
  }

  private StreamExecutionEnvironment environment(int parallelism) {
    return explained(
        () -> StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration));
  }

  /** What Flink makes of the options that it was given; refusals are told as wrong use. */
  private static <T> T explained(Supplier<T> flinks) {
    try {
      return flinks.get();
    } catch (IllegalArgumentException | IllegalConfigurationException e) {
      throw StartingCluster.explained(e);
    }
  }

  /**
   * The cluster serves its configuration on its REST endpoint, where it has a port, to anyone on
   * this machine, and logs it at debug. What Flink would show there is left out; the file systems
   * have a copy of their own.
   */
  private void hideSecrets() {
    for (String key : configuration.keySet()) {
      if (Secrets.named(key) && !GlobalConfiguration.isSensitive(key)) {
        configuration.removeKey(key);
      }
    }
  }

  /** Settings for one small cluster that lives for one job; what the user has set stays. */
  private void lean(int parallelism, int networkMb, int managedMb) {
    hideSecrets();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    // Progress travels with the heartbeats.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, PROGRESS_INTERVAL);
    setDefault(RestOptions.BIND_ADDRESS, "127.0.0.1");
    setDefault(RestOptions.ADDRESS, "127.0.0.1");
    if (configuration.keySet().stream().noneMatch(key -> key.startsWith(TOKENS))) {
      configuration.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    }
    setDefault(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
    // All slots are there from the start; nothing is won by waiting for more to be asked for.
    setDefault(ResourceManagerOptions.REQUIREMENTS_CHECK_DELAY, Duration.ZERO);
    MemorySize network = networkMemory().orElse(MemorySize.ofMebiBytes(networkMb));
    setDefault(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    setDefault(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    setDefault(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managedMb));
  }

  /** Who sets one of the two means both: in one process Flink takes no others. */
  private Optional<MemorySize> networkMemory() {
    return explained(
        () ->
            configuration
                .getOptional(TaskManagerOptions.NETWORK_MEMORY_MIN)
                .or(() -> configuration.getOptional(TaskManagerOptions.NETWORK_MEMORY_MAX)));
  }

  private <T> void setDefault(org.apache.flink.configuration.ConfigOption<T> option, T value) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }

  private static void showProgress(JobClient client, ProgressDisplay display) {
    try {
      display.update(client.getAccumulators().join());
    } catch (IllegalStateException | CompletionException e) {
      // The job has just ended and its cluster with it; how, the next look at its end tells.
      LOG.debug("no progress to show", e);
    }
  }

  /** What is published although the job has failed. */
  private static String state(List<Run> runs) throws IOException {
    List<String> published = new ArrayList<>();
    for (Run run : runs) {
      if (PublishRecord.isOf(run)) {
        published.add(run.id());
      }
    }
    return published.isEmpty()
        ? "nothing is published"
        : "published is "
            + String.join(" ", published)
            + ", and the same call completes what was to follow";
  }

  private static ProgressDisplay.Stages stages(ConvertOptions options) {
    if (options.dryRun()) {
      return ProgressDisplay.Stages.DISCOVER;
    }
    return options.discover().columns() == null
        ? ProgressDisplay.Stages.DISCOVER_AND_WRITE
        : ProgressDisplay.Stages.WRITE;
  }

  private static void await(
      JobClient client, List<Run> runs, ProgressDisplay.Stages stages, boolean showProgress)
      throws Exception {
    long total =
        runs.stream().flatMap(run -> run.files().stream()).mapToLong(InputFile::length).sum();
    CompletableFuture<JobExecutionResult> end = client.getJobExecutionResult();
    try (ProgressDisplay display = ProgressDisplay.of(total, stages, showProgress)) {
      while (true) {
        try {
          end.get(PROGRESS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
          display.done();
          return;
        } catch (TimeoutException e) {
          showProgress(client, display);
        } catch (ExecutionException e) {
          throw Failures.explain(e.getCause(), state(runs));
        }
      }
    }
  }
}
