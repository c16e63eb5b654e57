/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.cli.ParquetryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The application's definition and the documented commands, held against the service's API. */
class ManagedFlinkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path APPLICATION = Path.of("conf/managed-flink/application.json");
  private static final Path NEXT = Path.of("conf/managed-flink/next-manifest.json");
  private static final Path LOCAL = Path.of("conf/application-properties.json");
  private static final Pattern COMMAND = Pattern.compile("aws kinesisanalyticsv2 ([a-z-]+)(.*)");
  private static final Pattern OPTION = Pattern.compile(" --([a-z-]+)(?: ((?!--)\\S+))?");

  @Test
  void theApplicationIsWhatTheServiceTakes() throws IOException {
    assertThat(faults(read(APPLICATION), "CreateApplicationRequest")).isEmpty();
    assertThat(faults(read(NEXT), "ApplicationConfigurationUpdate")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/ApplicationConfiguration/FlinkApplicationConfiguration, ParalellismConfiguration, x",
    "/ApplicationConfiguration/EnvironmentProperties/PropertyGroups/0, PropertyMapp, x",
    "'', RuntimeEnvironment, FLINK-1_99",
    "/ApplicationConfiguration/ApplicationCodeConfiguration, CodeContentType, JAR"
  })
  void whatTheServiceWouldRefuseIsRefused(String place, String member, String value)
      throws IOException {
    JsonNode application = read(APPLICATION);
    ((ObjectNode) application.at(place)).put(member, value);

    assertThat(faults(application, "CreateApplicationRequest"))
        .singleElement()
        .asString()
        .contains(place.replace("/0", "[0]").replace('/', '.'))
        .contains(member);
  }

  @Test
  void whatIsOfAnotherTypeIsRefused() throws IOException {
    JsonNode application = read(APPLICATION);
    ((ObjectNode)
            application.at(
                "/ApplicationConfiguration/FlinkApplicationConfiguration/ParallelismConfiguration"))
        .put("Parallelism", "8");

    assertThat(faults(application, "CreateApplicationRequest"))
        .singleElement()
        .asString()
        .contains("ParallelismConfiguration.Parallelism: string found, integer expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application", "next", "local"})
  void propertiesAreOptionsThatExist(String which) throws IOException {
    JsonNode groups =
        switch (which) {
          case "application" ->
              read(APPLICATION)
                  .at("/ApplicationConfiguration/EnvironmentProperties/PropertyGroups");
          case "next" -> read(NEXT).at("/EnvironmentPropertyUpdates/PropertyGroups");
          default -> read(LOCAL);
        };
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).get("PropertyGroupId").asText()).isEqualTo("parquetry");
    List<String> call = new ArrayList<>(List.of("convert"));
    groups
        .get(0)
        .get("PropertyMap")
        .fields()
        .forEachRemaining(p -> call.add("--" + p.getKey() + "=" + p.getValue().asText()));

    // Unknown options, wrong values and missing ones are thrown.
    new CommandLine(new ParquetryCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(call.toArray(new String[0]));
  }

  @Test
  void theDocumentedCommandsAreTheServices() throws IOException {
    List<String> commands =
        Files.readAllLines(Path.of("src/docs/managed-flink.md")).stream()
            .filter(line -> line.startsWith("aws kinesisanalyticsv2 "))
            .collect(Collectors.toList());
    assertThat(commands).hasSizeGreaterThan(4);
    for (String command : commands) {
      check(command);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws kinesisanalyticsv2 begin-application --application-name x, BeginApplicationRequest",
    "aws kinesisanalyticsv2 start-application --name x, name",
    "aws kinesisanalyticsv2 stop-application --application-name x --force yes, Force"
  })
  void aCommandThatTheServiceHasNotIsRefused(String command, String named) {
    assertThatThrownBy(() -> check(command)).hasStackTraceContaining(named);
  }

  private static void check(String command) throws IOException {
    Matcher parts = COMMAND.matcher(command);
    assertThat(parts.matches()).as(command).isTrue();
    String request = camel(parts.group(1)) + "Request";
    Set<String> members = RequestSchemas.members(request);
    ObjectNode given = JSON.createObjectNode();
    Matcher options = OPTION.matcher(parts.group(2));
    while (options.find()) {
      String name = options.group(1);
      String value = options.group(2);
      if (name.equals("query")) {
        continue;
      }
      if (name.equals("cli-input-json")) {
        given.setAll((ObjectNode) read(file(value)));
        continue;
      }
      assertThat(members).as("--" + name).contains(camel(name));
      given.set(camel(name), value(value));
    }
    assertThat(faults(given, request)).as(command).isEmpty();
  }

  private static JsonNode value(String text) throws IOException {
    if (text == null) {
      return JSON.getNodeFactory().booleanNode(true);
    }
    if (text.startsWith("file://")) {
      return read(file(text));
    }
    return text.matches("[0-9]+")
        ? JSON.getNodeFactory().numberNode(Integer.valueOf(text))
        : JSON.getNodeFactory().textNode(text);
  }

  private static Path file(String value) {
    return Path.of(value.substring("file://".length()));
  }

  /** {@code application-name} → {@code ApplicationName}. */
  private static String camel(String words) {
    return Pattern.compile("(?:^|-)([a-z])")
        .matcher(words)
        .replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
  }

  private static List<String> faults(JsonNode document, String type) {
    return RequestSchemas.of(type).faults(document);
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }
}
