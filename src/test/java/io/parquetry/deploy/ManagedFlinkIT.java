/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.Distribution;
import io.parquetry.sample.SampleData;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.ConfigUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar started as Managed Flink starts it: {@code main} without arguments, options in a file
 * of runtime properties, one job allowed, back at submission. The service is emulated by a
 * MiniCluster and a file elsewhere than at its place.
 */
@Timeout(120)
class ManagedFlinkIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path JAR = Path.of(System.getProperty("parquetry.jar"));
  private static final String FILE_PROPERTY = "parquetry.application-properties";
  private static final int SLOTS = 8;

  @TempDir Path folder;

  private MiniCluster cluster;

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
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    cluster.start();
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(FILE_PROPERTY);
    cluster.close();
  }

  @Test
  void theEmulatedServiceRunsMainAndTheReportTellsThatItIsPublished() throws Exception {
    Path manifest = sample(8, 2 << 20);
    System.setProperty(FILE_PROPERTY, properties(manifest).toString());

    submit();
    JobStatusMessage job = jobs().get(0);
    JobResult result = cluster.requestJobResult(job.getJobId()).get();

    assertThat(result.isSuccess()).isTrue();
    assertThat(jobs()).hasSize(1);
    JsonNode report = report();
    assertThat(report.get("status").asText()).isEqualTo("published");
    assertThat(report.at("/options/--max-bad-ratio").asText()).isEqualTo("0.01");
    assertThat(report.at("/totals/rows").asLong()).isPositive();

    // The service starts an application again; what is published stays as it is.
    submit();
    JobStatusMessage again =
        jobs().stream().filter(j -> !j.getJobId().equals(job.getJobId())).findFirst().orElseThrow();
    assertThat(again.getJobName()).contains("published already");
    assertThat(cluster.requestJobResult(again.getJobId()).get().isSuccess()).isTrue();
    assertThat(report()).isEqualTo(report);
  }

  @Test
  void whatIsWrongIsInTheExceptionThatTheEmulatedServiceSees() throws Exception {
    Path manifest = folder.resolve("none.json");
    System.setProperty(FILE_PROPERTY, properties(manifest).toString());
    assertThatThrownBy(this::submit)
        .hasStackTraceContaining("error (MANIFEST, exit code 3): [" + manifest + "]");

    Path wrong = folder.resolve("wrong.json");
    Files.writeString(
        wrong, Files.readString(properties(manifest)).replace("max-bad-ratio", "max-bad-ration"));
    System.setProperty(FILE_PROPERTY, wrong.toString());
    assertThatThrownBy(this::submit)
        .hasStackTraceContaining("max-bad-ration] is no option; did you mean max-bad-ratio?");
    assertThat(jobs()).isEmpty();
  }

  /** A KPU has 3 GB of heap, of which this takes 2, and up to 8 tasks. */
  @Test
  void nothingIsWrittenButTheOutputAndTemporaryFilesWithEightTasksInTheHeapOfOneKpu()
      throws Exception {
    Path manifest = sample(16, 32 << 20);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path home = Files.createDirectory(folder.resolve("home"));
    Path file = properties(manifest);
    String options =
        "-Xmx2g -Djava.io.tmpdir="
            + temporary
            + " -Duser.home="
            + home
            + " -D"
            + FILE_PROPERTY
            + "="
            + file;
    List<Path> before = files(Distribution.HOME);

    new Distribution(folder)
        .in(home)
        .with("HOME", home.toString())
        .with("PARQUETRY_JAVA_OPTS", options)
        .with("PARQUETRY_PARALLELISM", String.valueOf(SLOTS))
        .with("PARQUETRY_TARGET_FILE_SIZE", "512KB")
        .run()
        .with(0);

    assertThat(report().get("batches_processed").asInt()).isGreaterThanOrEqualTo(SLOTS);
    assertThat(files(home)).isEmpty();
    assertThat(files(Distribution.HOME)).isEqualTo(before);
  }

  /** The application's own properties, as the service lays them down, with local places. */
  private Path properties(Path manifest) throws IOException {
    JsonNode groups =
        JSON.readTree(Path.of("conf/managed-flink/application.json").toFile())
            .at("/ApplicationConfiguration/EnvironmentProperties/PropertyGroups");
    ObjectNode properties = (ObjectNode) groups.get(0).get("PropertyMap");
    properties.put("manifest", manifest.toString());
    properties.put("output", output().toString());
    Path file = folder.resolve("application_properties.json");
    JSON.writeValue(file.toFile(), groups);
    return file;
  }

  private void submit() throws Exception {
    URI rest = cluster.getRestAddress().get();
    Configuration configuration = new Configuration();
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(DeploymentOptions.ATTACHED, false);
    configuration.set(RestOptions.ADDRESS, rest.getHost());
    configuration.set(RestOptions.PORT, rest.getPort());
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, SLOTS);
    try (PackagedProgram program =
        PackagedProgram.newBuilder()
            .setJarFile(JAR.toFile())
            .setConfiguration(configuration)
            .build()) {
      ConfigUtils.encodeCollectionToConfig(
          configuration, PipelineOptions.JARS, program.getJobJarAndDependencies(), URL::toString);
      ClientUtils.executeProgram(
          new DefaultExecutorServiceLoader(), configuration, program, true, false);
    }
  }

  private List<JobStatusMessage> jobs() throws Exception {
    return List.copyOf(cluster.listJobs().get());
  }

  private Path sample(int files, int bytes) throws IOException {
    return SampleData.write(folder, files, bytes, 7, LocalDate.of(2025, 12, 23));
  }

  private Path output() {
    return folder.resolve("out");
  }

  private JsonNode report() throws IOException {
    List<Path> reports =
        files(output()).stream()
            .filter(file -> file.endsWith("report.json"))
            .collect(Collectors.toList());
    assertThat(reports).hasSize(1);
    assertThat(output().resolve("merged-parquet-2025-12-23/_SUCCESS")).exists();
    return JSON.readTree(reports.get(0).toFile());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
  }
}
