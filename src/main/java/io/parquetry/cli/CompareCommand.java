/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.compare.CompareJob;
import io.parquetry.compare.CompareOptions;
import io.parquetry.compare.Comparison;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares two outputs of Parquet. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    sortOptions = false,
    description = {
      "Compares two outputs of Parquet, whoever wrote them, as multisets of rows of text, and tells"
          + " the columns and rows that are on one side only and, by a key, the columns that differ.",
      "Exit code 0: equal; 1: different, which the last line of the output says too; others as"
          + " listed in src/docs/failures.md.",
      ""
    })
final class CompareCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;

  @Spec private CommandSpec spec;
  @Mixin private CompareOptions options = new CompareOptions();

  @Option(names = "--json", description = "Print the result as one JSON object, for programs.")
  private boolean json;

  @Option(
      names = "--parallelism",
      paramLabel = "TASKS",
      description =
          "How many tasks read and sort at once. Default: the cluster's; embedded: one for each"
              + " processor.")
  private Integer parallelism;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "Options of the embedded Flink, such as -Ds3.endpoint=http://127.0.0.1:9000.")
  private Map<String, String> flink = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    checkParallelism();
    ObjectNode result = ParquetryCommand.embedded() ? embedded() : onCluster();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
    } else {
      DifferenceText.print(result, out);
    }
    out.flush();
    return result.get("equal").asBoolean() ? 0 : DIFFERENT;
  }

  private void checkParallelism() {
    if (parallelism != null && (parallelism < 1 || parallelism > 10_000)) {
      throw ParquetryException.at(
          FailureKind.USAGE, "--parallelism", "expected 1 to 10000, found " + parallelism);
    }
  }

  private ObjectNode embedded() throws Exception {
    EmbeddedFlink cluster = EmbeddedFlink.configure(flink);
    Comparison comparison = Comparison.of(options);
    int tasks = parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism;
    CompareJob job = new CompareJob(comparison, tasks);
    return job.result(cluster.run(job, tasks));
  }

  private ObjectNode onCluster() throws Exception {
    StreamExecutionEnvironment cluster = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!cluster.getConfiguration().get(DeploymentOptions.ATTACHED)) {
      throw ParquetryException.of(
          FailureKind.USAGE,
          "compare gives its result to whoever waits for the job, and nobody does here: start it"
              + " by \"flink run\" without --detached");
    }
    Comparison comparison = Comparison.of(options);
    int tasks = parallelism == null ? cluster.getParallelism() : parallelism;
    CompareJob job = new CompareJob(comparison, tasks);
    job.build(cluster);
    JobExecutionResult end = cluster.execute(CompareJob.NAME);
    return job.result(end);
  }
}
