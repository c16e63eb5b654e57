/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the jobs have in common: bounded, and started again where a task is lost. */
public final class BatchSettings {
  private static final int RESTARTS = 3;
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

  private BatchSettings() {}

  /** Sets them, and the parallelism, since the batch scheduler would choose one otherwise. */
  public static void apply(StreamExecutionEnvironment environment, int parallelism) {
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    environment.setParallelism(parallelism);
    // Without checkpoints Flink's default is not to restart: one S3 503 would end the run.
    Configuration restarts = new Configuration();
    // Growing delays, since these also count what a lost TaskManager takes with it as one failure.
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    restarts.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, RESTART_DELAY);
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    restarts.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, RESTARTS);
    environment.configure(restarts);
  }
}
