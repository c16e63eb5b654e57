/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobType;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The graph as Flink compiles it. */
class JobGraphTest {

  @TempDir Path folder;

  @Test
  void rowsNeverLeaveTheChainFromReaderToWriter() throws IOException {
    assertThat(vertices(graph(4)))
        .anySatisfy(
            name ->
                assertThat(name)
                    .contains("stringify: read")
                    .contains("-> stringify")
                    .contains("write: Writer"));
  }

  @Test
  void planAndPublishAreOneTaskAndTheJobIsABatch() throws IOException {
    JobGraph graph = graph(4);
    assertThat(graph.getJobType()).isEqualTo(JobType.BATCH);
    for (JobVertex vertex : graph.getVertices()) {
      boolean single = vertex.getName().matches("plan|write: publish.*");
      assertThat(vertex.getParallelism()).as(vertex.getName()).isEqualTo(single ? 1 : 4);
    }
  }

  @Test
  void noTypeNeedsKryo() throws IOException {
    // With pipeline.generic-types off, building the graph fails where Kryo would be used.
    assertThat(graph(2).getVerticesAsArray()).isNotEmpty();
  }

  @Test
  void aSmallInputTakesNoMoreTasksThanItHasRanges() throws IOException {
    JobGraph graph = graph(64);
    for (JobVertex vertex : graph.getVertices()) {
      assertThat(vertex.getParallelism()).isLessThanOrEqualTo(4);
    }
  }

  /** BATCH mode has none by default, and one S3 503 would end the run. */
  @Test
  void theJobRestartsAFewTimes() throws IOException {
    Configuration job = graph(2).getJobConfiguration();
    assertThat(job.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
    assertThat(job.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
        .isEqualTo(3);
  }

  private JobGraph graph(int parallelism) throws IOException {
    StringBuilder uris = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      Files.writeString(folder.resolve(i + "-2025-12-23.ndjson"), "{}\n");
      uris.append(i == 0 ? "" : ",").append('"').append(i).append("-2025-12-23.ndjson\"");
    }
    Path manifest =
        Files.writeString(
            folder.resolve("manifest.json"), "{\"fileLocations\":[{\"URIs\":[" + uris + "]}]}");
    ConvertOptions options = new ConvertOptions();
    CommandSpec command =
        CommandSpec.create().addMixin("all", CommandSpec.forAnnotatedObject(options));
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--manifest=" + manifest, "--output=" + folder);
    Location output = Location.parse(folder.toString());
    Run run =
        Run.attempt(
            Collector.read(Location.parse(manifest.toString()), options.collect(), output)
                .collect(),
            output,
            Instant.now(),
            Map.of());
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    new ConvertJob(run, options, parallelism).build(environment);
    return environment.getStreamGraph().getJobGraph();
  }

  private static Iterable<String> vertices(JobGraph graph) {
    return StreamSupport.stream(graph.getVertices().spliterator(), false)
        .map(JobVertex::getName)
        .toList();
  }
}
