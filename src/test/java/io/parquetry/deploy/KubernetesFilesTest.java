/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.cli.ParquetryCommand;
import io.parquetry.failure.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code kubectl apply -k} would send, held against the schemas and against itself. */
class KubernetesFilesTest {
  private static final Path OVERLAYS = Path.of("k8s/overlays");
  private static final String JOB = "/spec/triggers/0/template/k8s/source/resource";

  static Stream<Path> overlays() throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.walk(OVERLAYS)) {
      found =
          files
              .filter(Files::isDirectory)
              .filter(folder -> Files.exists(folder.resolve("kustomization.yaml")))
              .filter(folder -> !folder.endsWith("settings"))
              .sorted()
              .collect(Collectors.toList());
    }
    assertThat(found).hasSize(8);
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void noFieldIsUnknownMissingOrOfAnotherType(Path overlay) throws IOException {
    int checked = 0;
    for (JsonNode document : all(overlay)) {
      if (KubernetesSchemas.of(document).isPresent()) {
        assertThat(faults(document)).as("%s", document.get("metadata")).isEmpty();
        checked++;
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "/spec/podTemplate/spec/containers/0/securityContext, readOnlyRootFileSystem",
    "/spec/podTemplate/spec/volumes/0/emptyDir, sizelimit",
    "/spec/job, jarUri",
    "/spec, flinkConfig",
    "/metadata, label"
  })
  void anUnknownFieldIsRefusedWithItsPath(String place, String field) throws IOException {
    JsonNode deployment = one(OVERLAYS.resolve("dev/application"), "FlinkDeployment");
    ((ObjectNode) deployment.at(place)).put(field, "x");

    assertThat(faults(deployment))
        .singleElement()
        .asString()
        .contains(place.replace("/0", "[0]").replace('/', '.').substring(1))
        .contains(field);
  }

  @ParameterizedTest
  @CsvSource({
    "CronJob, cron, /spec/jobTemplate/spec/template/spec, restartPolice",
    "ResourceQuota, cron, /spec, scope",
    "PodDisruptionBudget, application, /spec, maxUnavailabel",
    "NetworkPolicy, application, /spec/ingress/0, form"
  })
  void anUnknownFieldOfKubernetesOwnKindsIsRefusedToo(
      String kind, String overlay, String place, String field) throws IOException {
    JsonNode document = one(OVERLAYS.resolve("prod").resolve(overlay), kind);
    ((ObjectNode) document.at(place)).put(field, "x");

    assertThat(faults(document)).singleElement().asString().contains(field);
  }

  @Test
  void aWrongTypeAndAMissingFieldAreRefused() throws IOException {
    JsonNode cron = one(OVERLAYS.resolve("dev/cron"), "CronJob");
    ((ObjectNode) cron.at("/spec/jobTemplate/spec")).put("backoffLimit", "0");
    ((ObjectNode) cron.at("/spec")).remove("schedule");

    assertThat(faults(cron))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("backoffLimit") && fault.contains("integer"))
        .anyMatch(fault -> fault.contains("schedule") && fault.contains("required"));
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    InputStream twice = new ByteArrayInputStream("a: 1\na: 2\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Yaml.read(twice)).hasMessageContaining("Duplicate");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void argumentsAndVariablesAreOptionsThatExist(Path overlay) throws IOException {
    List<JsonNode> documents = all(overlay);
    List<List<String>> calls = calls(documents);
    assertThat(calls).hasSize(1);
    List<String> call = new ArrayList<>(calls.get(0));
    JsonNode variables = only(documents, "ConfigMap").get("data");
    variables
        .fields()
        .forEachRemaining(
            variable -> {
              assertThat(variable.getKey()).startsWith("PARQUETRY_");
              String option = variable.getKey().substring("PARQUETRY_".length());
              call.add(
                  "--"
                      + option.toLowerCase(Locale.ROOT).replace('_', '-')
                      + "="
                      + variable.getValue().asText());
            });

    // Unknown options, wrong values and missing ones are thrown.
    parse(call);
  }

  @Test
  void anOptionThatDoesNotExistIsRefused() {
    List<String> call = List.of("convert", "--manifest=m", "--output=o", "--max-colums=3");
    assertThatThrownBy(() -> parse(call)).hasMessageContaining("--max-colums");
    assertThatThrownBy(() -> parse(List.of("convert", "--manifest=m")))
        .hasMessageContaining("--output");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void allPodsAreRestricted(Path overlay) throws IOException {
    List<JsonNode> pods = pods(all(overlay));
    assertThat(pods).isNotEmpty();
    for (JsonNode pod : pods) {
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(9999);
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      for (JsonNode container : containers(pod)) {
        JsonNode security = container.get("securityContext");
        assertThat(security.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(security.has("privileged") || security.at("/capabilities").has("add")).isFalse();
      }
    }
  }

  /** A Service named parquetry-rest would else put PARQUETRY_REST_PORT into each pod. */
  @ParameterizedTest
  @MethodSource("overlays")
  void noServiceGivesVariablesThatLookLikeOptions(Path overlay) throws IOException {
    assertThat(pods(all(overlay)).stream().filter(pod -> pod.has("containers")))
        .isNotEmpty()
        .allMatch(pod -> !pod.path("enableServiceLinks").asBoolean(true));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void whatIsReferredToIsThere(Path overlay) throws IOException {
    List<JsonNode> documents = all(overlay);
    Set<String> there = new TreeSet<>();
    for (JsonNode document : documents) {
      there.add(named(document, document.get("kind"), document.at("/metadata/name")));
    }
    String namespace = only(documents, "Namespace").at("/metadata/name").asText();
    for (JsonNode document : documents) {
      if (!document.get("kind").asText().equals("Namespace") && document.has("spec")) {
        assertThat(document.at("/metadata/namespace").asText("") + document.get("kind"))
            .matches(".*Job\"|" + namespace + ".*");
      }
      for (String field : List.of("serviceAccount", "serviceAccountName")) {
        for (String name : document.findValuesAsText(field)) {
          assertThat(there).contains("ServiceAccount/" + name);
        }
      }
      for (JsonNode map : document.findValues("configMapRef")) {
        assertThat(there).contains("ConfigMap/" + map.get("name").asText());
      }
      for (JsonNode subject : document.path("subjects")) {
        assertThat(there).contains(named(subject, subject.get("kind"), subject.get("name")));
        assertThat(subject.get("namespace").asText()).isEqualTo(namespace);
        JsonNode role = document.get("roleRef");
        assertThat(there).contains(named(role, role.get("kind"), role.get("name")));
      }
      if (document.get("kind").asText().equals("FlinkSessionJob")) {
        assertThat(there)
            .contains("FlinkDeployment/" + document.at("/spec/deploymentName").asText());
      }
    }
    for (JsonNode pod : pods(documents)) {
      List<String> volumes = pod.path("volumes").findValuesAsText("name");
      assertThat(volumes)
          .containsExactlyInAnyOrderElementsOf(
              containers(pod).get(0).path("volumeMounts").findValuesAsText("name"));
    }
  }

  @ParameterizedTest
  @CsvSource({"dev, 2, 1, 0, 1800", "prod, 20, 30, 2, 14400"})
  void anEnvironmentHasWorkersRunsRetriesAndATimeLimit(
      String environment, int workers, int runs, int retries, int seconds) throws IOException {
    Path overlay = OVERLAYS.resolve(environment);
    List<JsonNode> application = all(overlay.resolve("application"));
    int slots =
        only(application, "FlinkDeployment")
            .at("/spec/flinkConfiguration/taskmanager.numberOfTaskSlots")
            .asInt();
    assertThat(only(application, "FlinkDeployment").at("/spec/job/parallelism").asInt())
        .isEqualTo(workers * slots);
    assertThat(
            one(overlay.resolve("session"), "FlinkSessionJob").at("/spec/job/parallelism").asInt())
        .isEqualTo(workers * slots);
    assertThat(
            application.stream()
                .filter(document -> document.get("kind").asText().equals("ResourceQuota"))
                .flatMap(quota -> stream(quota.at("/spec/hard")))
                .map(JsonNode::asInt))
        .containsExactly(runs, runs);
    for (JsonNode job : jobs(overlay)) {
      assertThat(job.get("backoffLimit").asInt(-1)).isEqualTo(retries);
      assertThat(job.at("/template/spec/activeDeadlineSeconds").asInt()).isEqualTo(seconds);
    }
  }

  @Test
  void aJobIsTriedAgainForThoseFailuresThatARetryMends() throws IOException {
    List<Integer> final_ =
        Arrays.stream(FailureKind.values())
            .filter(kind -> !kind.retryWorthwhile())
            .map(FailureKind::exitCode)
            .collect(Collectors.toList());
    for (JsonNode job : jobs(OVERLAYS.resolve("prod"))) {
      JsonNode codes = job.at("/podFailurePolicy/rules/1/onExitCodes");
      assertThat(codes.get("operator").asText()).isEqualTo("In");
      assertThat(stream(codes.get("values")).map(JsonNode::asInt))
          .containsExactlyElementsOf(final_);
      assertThat(codes.get("containerName")).isEqualTo(job.at("/template/spec/containers/0/name"));
    }
  }

  @ParameterizedTest
  @CsvSource({"dev, application", "dev, session", "prod, application", "prod, session"})
  void flinkKnowsItsConfigurationAndMakesAHeapOfAGigabyteOfIt(String environment, String overlay)
      throws IOException {
    JsonNode spec =
        one(OVERLAYS.resolve(environment).resolve(overlay), "FlinkDeployment").get("spec");
    Configuration configuration = new Configuration();
    spec.get("flinkConfiguration")
        .fields()
        .forEachRemaining(
            entry -> {
              String key = entry.getKey();
              if (!key.matches("(s3|fs|kubernetes\\.operator|metrics\\.reporter)\\..*")) {
                assertThat(flinkOptions()).contains(key);
              }
              configuration.setString(key, entry.getValue().asText());
            });
    // As the operator does with resources.
    configuration.setString(
        "taskmanager.memory.process.size", spec.at("/taskManager/resource/memory").asText());
    configuration.setString(
        "jobmanager.memory.process.size", spec.at("/jobManager/resource/memory").asText());
    configuration.setString("taskmanager.cpu.cores", spec.at("/taskManager/resource/cpu").asText());

    // Sizes that do not fit together are thrown.
    JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
        configuration, JobManagerOptions.JVM_HEAP_MEMORY);
    assertThat(TaskExecutorProcessUtils.processSpecFromConfig(configuration).getJvmHeapMemorySize())
        .isGreaterThan(MemorySize.parse("1g"));
  }

  @Test
  void theClockAndAnEventStartTheSamePod() throws IOException {
    for (String environment : List.of("dev", "prod")) {
      List<JsonNode> jobs = jobs(OVERLAYS.resolve(environment));
      for (JsonNode job : jobs) {
        ((ObjectNode) job.at("/template/spec/containers/0")).remove("args");
      }
      assertThat(jobs).hasSize(2);
      assertThat(jobs.get(0)).isEqualTo(jobs.get(1));
    }
  }

  @Test
  void theEventsManifestBecomesTheArgument() throws IOException {
    List<JsonNode> documents = all(OVERLAYS.resolve("prod/events"));
    JsonNode sensor = only(documents, "Sensor");
    JsonNode dependency = sensor.at("/spec/dependencies/0");
    JsonNode source = only(documents, "EventSource");
    assertThat(dependency.get("eventSourceName")).isEqualTo(source.at("/metadata/name"));
    assertThat(source.at("/spec/sqs").has(dependency.get("eventName").asText())).isTrue();
    JsonNode parameter = sensor.at("/spec/triggers/0/template/k8s/parameters/0");
    assertThat(parameter.at("/src/dependencyName")).isEqualTo(dependency.get("name"));
    String place = "/" + parameter.get("dest").asText().replace('.', '/');
    assertThat(sensor.at(JOB + place).asText()).startsWith("--manifest=");
    assertThat(parameter.at("/src/dataTemplate").asText()).startsWith("--manifest=s3://");
  }

  @Test
  void eachPatchReplacesSomethingSomewhere() throws IOException {
    Set<String> patches = new TreeSet<>();
    Set<String> applied = new TreeSet<>();
    for (Path overlay : overlays().collect(Collectors.toList())) {
      KustomizeEmulation built = KustomizeEmulation.build(overlay);
      patches.addAll(built.patches());
      applied.addAll(built.applied());
    }
    assertThat(applied).hasSizeGreaterThan(20).isEqualTo(patches);
  }

  @Test
  void theEmulationRefusesWhatItDoesNotDo(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), "namePrefix: dev-\n");
    assertThatThrownBy(() -> KustomizeEmulation.build(folder)).hasMessageContaining("namePrefix");
    Files.writeString(folder.resolve("r.yaml"), "kind: A\nmetadata: {name: a}\n");
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        resources: [r.yaml]
        patches:
          - target: {kind: A}
            patch: '[{op: replace, path: /spec/x, value: 1}]'
        """);
    assertThatThrownBy(() -> KustomizeEmulation.build(folder)).hasMessageContaining("no /spec/x");
  }

  /** The real one, where it is installed; elsewhere skipped. */
  @ParameterizedTest
  @MethodSource("overlays")
  @EnabledIf("kubectlIsThere")
  void kustomizeItselfGivesWhatTheEmulationGives(Path overlay) throws Exception {
    Process process =
        new ProcessBuilder("kubectl", "kustomize", overlay.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<JsonNode> built = Yaml.read(process.getInputStream());
    assertThat(process.waitFor()).isZero();
    assertThat(built)
        .containsExactlyInAnyOrderElementsOf(KustomizeEmulation.build(overlay).resources());
  }

  static boolean kubectlIsThere() {
    try {
      return new ProcessBuilder("kubectl", "version", "--client").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Set<String> flinkOptions() {
    Set<String> keys = new TreeSet<>();
    for (Class<?> options : List.of(TaskManagerOptions.class, JobManagerOptions.class)) {
      for (Field field : options.getFields()) {
        try {
          if (field.get(null) instanceof ConfigOption<?> option) {
            keys.add(option.key());
          }
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return keys;
  }

  private static String named(JsonNode in, JsonNode kind, JsonNode name) {
    return kind.asText() + "/" + name.asText(in.at("/metadata/generateName").asText());
  }

  /** All documents, and the one that an event makes. */
  private static List<JsonNode> all(Path overlay) throws IOException {
    List<JsonNode> documents = new ArrayList<>(KustomizeEmulation.build(overlay).resources());
    for (JsonNode document : List.copyOf(documents)) {
      if (document.get("kind").asText().equals("Sensor")) {
        documents.add(document.at(JOB));
      }
    }
    return documents;
  }

  private static JsonNode one(Path overlay, String kind) throws IOException {
    return all(overlay).stream()
        .filter(document -> document.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode only(List<JsonNode> documents, String kind) {
    List<JsonNode> found =
        documents.stream()
            .filter(document -> document.get("kind").asText().equals(kind))
            .collect(Collectors.toList());
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  private static List<String> faults(JsonNode document) {
    return KubernetesSchemas.of(document).orElseThrow().faults(document);
  }

  /** The specifications of Jobs: by the clock, by an event. */
  private static List<JsonNode> jobs(Path environment) throws IOException {
    return List.of(
        one(environment.resolve("cron"), "CronJob").at("/spec/jobTemplate/spec"),
        one(environment.resolve("events"), "Job").get("spec"));
  }

  private static List<JsonNode> pods(List<JsonNode> documents) {
    List<JsonNode> pods = new ArrayList<>();
    for (JsonNode document : documents) {
      for (String place :
          List.of(
              "/spec/podTemplate/spec",
              "/spec/jobTemplate/spec/template/spec",
              "/spec/template/spec")) {
        if (document.at(place).isObject()) {
          pods.add(document.at(place));
        }
      }
      if (document.at("/spec/template/container").isObject()) {
        pods.add(document.at("/spec/template"));
      }
    }
    return pods;
  }

  private static List<JsonNode> containers(JsonNode pod) {
    assertThat(pod.has("initContainers")).isFalse();
    JsonNode alone = pod.path("container");
    return alone.isObject()
        ? List.of(alone)
        : stream(pod.get("containers")).collect(Collectors.toList());
  }

  /** The argument lists that begin with a command. */
  private static List<List<String>> calls(List<JsonNode> documents) {
    Set<List<String>> calls = new LinkedHashSet<>();
    for (JsonNode document : documents) {
      for (JsonNode arguments : document.findValues("args")) {
        calls.add(texts(arguments));
      }
    }
    return List.copyOf(calls);
  }

  private static void parse(List<String> call) {
    new CommandLine(new ParquetryCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(call.toArray(new String[0]));
  }

  private static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).collect(Collectors.toList());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
