/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import java.util.Collection;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, or those that JMH's own arguments choose, and prints bytes of input and rows
 * for each second of one thread.
 */
public final class Micro {
  private static final int FORKS = 2;
  private static final int ROUNDS = 3;
  private static final TimeValue ROUND = TimeValue.seconds(2);

  private Micro() {}

  /** Takes what JMH's command line takes; what is not said there is set here. */
  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    CommandLineOptions given = new CommandLineOptions(arguments);
    if (given.shouldHelp()) {
      System.out.println("scripts/bench micro passes these on to JMH:");
      try {
        given.showHelp();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return;
    }
    Options options =
        new OptionsBuilder()
            .parent(given)
            .shouldFailOnError(true)
            .mode(Mode.Throughput)
            .forks(given.getForkCount().orElse(FORKS))
            .warmupIterations(given.getWarmupIterations().orElse(ROUNDS))
            .warmupTime(given.getWarmupTime().orElse(ROUND))
            .measurementIterations(given.getMeasurementIterations().orElse(ROUNDS))
            .measurementTime(given.getMeasurementTime().orElse(ROUND))
            .verbosity(given.verbosity().orElse(VerboseMode.SILENT))
            .build();
    print(new Runner(options).run());
  }

  private static void print(Collection<RunResult> results) {
    System.out.printf("%-44s %8s %8s %12s%n", "", "GB/s", "± 99.9 %", "rows/s");
    for (RunResult result : results) {
      Result<?> bytes = result.getSecondaryResults().get("bytes");
      Result<?> rows = result.getSecondaryResults().get("rows");
      String name = result.getParams().getBenchmark();
      System.out.printf(
          "%-44s %8.3f %8.3f %,12.0f%n",
          name.substring("io.parquetry.bench.".length()),
          bytes.getScore() / 1e9,
          bytes.getScoreError() / 1e9,
          rows.getScore());
    }
  }
}
