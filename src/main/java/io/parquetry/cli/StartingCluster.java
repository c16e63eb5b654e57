/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.rpc.ProcessRpcSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.dispatcher.SessionDispatcherFactory;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.rest.RestEndpointFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FileUtils;
import org.apache.flink.util.Reference;
import org.apache.flink.util.ShutdownHookUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster in this process, for one job, which starts while that is still made: starting takes as
 * long as looking at the input, and needs nothing of it.
 */
final class StartingCluster {
  private static final Logger LOG = LoggerFactory.getLogger(StartingCluster.class);

  /** A cluster that starts, or ends, is not waited for any longer when the process ends. */
  private static final int MOST_SECONDS = 2;

  private final Configuration configuration;
  private final Path folder;
  private final Cluster cluster;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final Thread hook;

  private StartingCluster(Configuration configuration, Path folder, boolean served) {
    this.configuration = configuration;
    this.folder = folder;
    this.cluster = new Cluster(configuration, served);
    // The process may end before the cluster has tidied up behind itself.
    this.hook = ShutdownHookUtil.addShutdownHook(this::endNow, getClass().getSimpleName(), LOG);
  }

  /**
   * Begins to start one, with as many slots as the configuration says. Its REST endpoint serves
   * where the configuration names a port for it, or a folder for the history of what it served.
   */
  static StartingCluster of(Configuration given) throws IOException {
    boolean served =
        given.contains(RestOptions.BIND_PORT)
            || given.contains(RestOptions.PORT)
            || given.contains(JobManagerOptions.ARCHIVE_DIR);
    Configuration configuration = new Configuration(given);
    if (!given.contains(RestOptions.BIND_PORT)) {
      configuration.set(RestOptions.BIND_PORT, "0");
    }
    configuration.set(DeploymentOptions.ATTACHED, true);
    String parent =
        configuration
            .getOptional(ClusterOptions.PROCESS_WORKING_DIR_BASE)
            .orElse(ConfigurationUtils.parseTempDirectories(configuration)[0]);
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of(parent)), "parquetry-cluster-");
    configuration.set(ClusterOptions.PROCESS_WORKING_DIR_BASE, folder.toString());
    configuration.set(WebOptions.TMP_DIR, folder.toString());
    StartingCluster starting;
    try {
      starting = new StartingCluster(configuration, folder, served);
    } catch (RuntimeException e) {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
      throw explained(e);
    }
    inBackground("cluster-start", starting::startCluster);
    return starting;
  }

  private void startCluster() {
    try {
      cluster.startNow();
      started.complete(null);
    } catch (Throwable e) {
      // Told when the job is submitted.
      started.completeExceptionally(e);
    }
  }

  /** The failure, as one of the user's options where it is. */
  static RuntimeException explained(Throwable failure) {
    Throwable refused =
        ExceptionUtils.findThrowable(failure, IllegalConfigurationException.class)
            .map(Throwable.class::cast)
            .or(() -> ExceptionUtils.findThrowable(failure, IllegalArgumentException.class))
            .orElse(null);
    if (refused == null) {
      return failure instanceof RuntimeException
          ? (RuntimeException) failure
          : new CompletionException(failure);
    }
    StringBuilder why = new StringBuilder();
    for (Throwable t = refused; t != null; t = t.getCause()) {
      why.append(": ").append(t.getMessage());
    }
    return ParquetryException.at(
        FailureKind.USAGE,
        "-D",
        "Flink does not start with the options that were given to it, here or in FLINK_CONF_DIR"
            + why,
        failure);
  }

  /** Submits the environment's job when the cluster has started; it ends with the job. */
  JobClient submit(StreamExecutionEnvironment environment, String name) throws Exception {
    StreamGraph job = environment.getStreamGraph();
    job.setJobName(name);
    return LocalExecutor.createWithFactory(configuration, itsConfiguration -> cluster)
        .execute(job, configuration, Thread.currentThread().getContextClassLoader())
        .get();
  }

  /** Ends the cluster when it has started, and does not wait for that. */
  void endLater() {
    inBackground("cluster-end", this::end);
  }

  private void end() {
    closed().join();
    FileUtils.deleteDirectoryQuietly(folder.toFile());
    ShutdownHookUtil.removeShutdownHook(hook, getClass().getSimpleName(), LOG);
  }

  private void endNow() {
    // Else the cluster would make folders anew while they are deleted.
    closed().completeOnTimeout(null, MOST_SECONDS, TimeUnit.SECONDS).join();
    FileUtils.deleteDirectoryQuietly(folder.toFile());
  }

  /** When it has started, or failed to, which was told to who needed it, and is closed again. */
  private CompletableFuture<Void> closed() {
    return started
        .handle((nothing, failure) -> (Void) null)
        .thenCompose(nothing -> cluster.closeAsync())
        .handle((nothing, failure) -> null);
  }

  private static void inBackground(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Has its own thread to start it; who asks for that only waits. */
  @SuppressWarnings("try") // MiniCluster's own close waits, and is not called here.
  private final class Cluster extends MiniCluster {
    private final boolean served;

    Cluster(Configuration configuration, boolean served) {
      super(
          new MiniClusterConfiguration.Builder()
              .setConfiguration(configuration)
              .setNumTaskManagers(
                  configuration.get(TaskManagerOptions.MINI_CLUSTER_NUM_TASK_MANAGERS))
              .setNumSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
              .setRpcServiceSharing(RpcServiceSharing.SHARED)
              .build(),
          () -> Reference.owned(new ProcessRpcSystem()));
      this.served = served;
    }

    @Override
    protected DispatcherResourceManagerComponentFactory
        createDispatcherResourceManagerComponentFactory() {
      return served
          ? super.createDispatcherResourceManagerComponentFactory()
          : new DefaultDispatcherResourceManagerComponentFactory(
              DefaultDispatcherRunnerFactory.createSessionRunner(SessionDispatcherFactory.INSTANCE),
              StandaloneResourceManagerFactory.getInstance(),
              (RestEndpointFactory<DispatcherGateway>) QuietRestEndpoint::new);
    }

    void startNow() throws Exception {
      super.start();
    }

    @Override
    public void start() throws Exception {
      try {
        started.join();
      } catch (CompletionException e) {
        throw explained(e.getCause());
      }
    }
  }
}
