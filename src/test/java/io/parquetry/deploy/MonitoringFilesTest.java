/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfiguration;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That Prometheus finds what pods tell, and that their logs name the run. */
class MonitoringFilesTest {
  private static final String FACTORY = "metrics.reporter.prom.factory.class";
  private static final String PORT = "metrics.reporter.prom.port";

  @ParameterizedTest
  @CsvSource({
    "application, /spec/podTemplate, /spec/flinkConfiguration",
    "session, /spec/podTemplate, /spec/flinkConfiguration",
    "cron, /spec/jobTemplate/spec/template, /spec/containers/0/args",
    "events, /spec/triggers/0/template/k8s/source/resource/spec/template, /spec/containers/0/args"
  })
  void eachPodsReporterListensWherePrometheusAsks(
      String name, String podPlace, String settingsPlace) throws IOException {
    JsonNode document =
        documents(name).stream()
            .filter(candidate -> candidate.at(podPlace).isObject())
            .findFirst()
            .orElseThrow();
    JsonNode pod = document.at(podPlace);
    JsonNode container = pod.at("/spec/containers/0");
    Map<String, String> settings =
        reporter(name.matches("cron|events") ? pod.at(settingsPlace) : document.at(settingsPlace));
    String port = settings.get(PORT);

    assertThat(settings)
        .containsOnly(
            Map.entry(FACTORY, PrometheusReporterFactory.class.getName()), Map.entry(PORT, port));
    assertThat(container.at("/ports/0/containerPort").asText()).isEqualTo(port);
    JsonNode annotations = pod.at("/metadata/annotations");
    assertThat(annotations.get("prometheus.io/port").asText()).isEqualTo(port);
    assertThat(annotations.get("prometheus.io/scrape").asText()).isEqualTo("true");
    assertThat(portsOpenTo("prometheus")).containsExactly(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application", "session"})
  void eachLineOfTheLogNamesItsRun(String name, @TempDir Path folder) throws IOException {
    String text =
        documents(name).get(0).at("/spec/logConfiguration/log4j-console.properties").asText();
    String file = folder.resolve("flink.log").toString();
    PropertiesConfiguration log =
        new PropertiesConfigurationFactory()
            .getConfiguration(
                null,
                new ConfigurationSource(
                    new ByteArrayInputStream(
                        text.replace("${sys:log.file}", file).getBytes(StandardCharsets.UTF_8))));
    log.initialize();
    try {
      assertThat(log.getRootLogger().getAppenders().values())
          .hasSize(2)
          .hasAtLeastOneElementOfType(ConsoleAppender.class)
          .hasAtLeastOneElementOfType(RollingFileAppender.class)
          .allSatisfy(
              appender ->
                  assertThat(((PatternLayout) appender.getLayout()).getConversionPattern())
                      .contains("%X"));
    } finally {
      log.getRootLogger().getAppenders().values().forEach(appender -> appender.stop());
    }
  }

  /** Places of panels that do not lie over each other, and what Grafana wants of each. */
  @Test
  void theDashboardsPanelsHaveQueriesAndPlacesOfTheirOwn() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(Path.of("k8s/dashboard.json").toFile());
    Set<Integer> ids = new TreeSet<>();
    Set<String> cells = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      JsonNode at = panel.get("gridPos");
      for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
        for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
          assertThat(x).isLessThan(24);
          assertThat(cells.add(x + "," + y)).as(panel.get("title").asText()).isTrue();
        }
      }
      for (JsonNode target : panel.get("targets")) {
        assertThat(target.get("expr").asText()).contains("{job_name=~\"$job\"}");
        assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      }
    }
    assertThat(ids).isNotEmpty();
    assertThat(dashboard.at("/templating/list").findValuesAsText("name"))
        .containsExactly("datasource", "job");
  }

  /** Settings of Flink's configuration, or of arguments, that are a reporter's. */
  private static Map<String, String> reporter(JsonNode settings) {
    Map<String, String> found = new TreeMap<>();
    settings
        .fields()
        .forEachRemaining(entry -> found.put(entry.getKey(), entry.getValue().asText()));
    for (JsonNode argument : settings.isArray() ? settings : List.<JsonNode>of()) {
      String[] pair = argument.asText().replaceFirst("^-D", "").split("=", 2);
      found.put(pair[0], pair[pair.length - 1]);
    }
    found.keySet().removeIf(key -> !key.startsWith("metrics."));
    return found;
  }

  private static List<String> portsOpenTo(String name) throws IOException {
    List<String> ports = new ArrayList<>();
    for (JsonNode rule :
        Yaml.read(Path.of("k8s/base/network-policy.yaml")).get(0).at("/spec/ingress")) {
      if (rule.at("/from/0/podSelector/matchLabels/app.kubernetes.io~1name")
          .asText()
          .equals(name)) {
        ports.addAll(
            StreamSupport.stream(rule.get("ports").spliterator(), false)
                .map(port -> port.get("port").asText())
                .collect(Collectors.toList()));
      }
    }
    return ports;
  }

  private static List<JsonNode> documents(String name) throws IOException {
    return KustomizeEmulation.build(Path.of("k8s/overlays/prod", name)).resources().stream()
        .filter(document -> document.get("kind").asText().matches("FlinkDeployment|CronJob|Sensor"))
        .collect(Collectors.toList());
  }
}
