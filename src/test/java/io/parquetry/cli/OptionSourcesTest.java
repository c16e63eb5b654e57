/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionSourcesTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("parquetry.properties");
  }

  @Test
  void theCommandLineIsStrongestThenTheEnvironmentThenTheFile() throws IOException {
    write(
        """
        manifest = file.json
        output = file
        max-depth = 11
        max-columns = 12
        compression = gzip
        """);
    Map<String, String> environment =
        Map.of(
            "PARQUETRY_OUTPUT", "environment",
            "PARQUETRY_MAX_DEPTH", "21",
            "PARQUETRY_MAX_COLUMNS", "22",
            "PATH", "/bin");

    Map<String, String> shown = shown(environment, "--config=" + file, "--max-depth=31");

    assertThat(shown)
        .containsEntry("--max-depth", "31 command line")
        .containsEntry("--max-columns", "22 environment PARQUETRY_MAX_COLUMNS")
        .containsEntry("--output", "environment environment PARQUETRY_OUTPUT")
        .containsEntry("--manifest", "file.json file " + file)
        .containsEntry("--compression", "gzip file " + file)
        .containsEntry("--bad-records", "quarantine default")
        .containsEntry("--target-file-size", "134217728 default")
        .containsEntry("--max-bad-records", "- default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"command line", "environment"})
  void theFileIsNamedOnTheCommandLineOrInTheEnvironment(String where) throws IOException {
    write("manifest=m.json\noutput=out\nsource-column=größe\n");

    Map<String, String> shown =
        where.equals("environment")
            ? shown(Map.of("PARQUETRY_CONFIG", file.toString()))
            : shown(Map.of(), "--config", file.toString());

    assertThat(shown).containsEntry("--source-column", "größe file " + file);
  }

  @ParameterizedTest
  @CsvSource({"dev, 2, fail, replace", "prod, 20, quarantine, skip"})
  void theFilesOfBothEnvironmentsAreRead(
      String name, String tasks, String badRecords, String ifPublished) {
    String conf = "conf/" + name + ".properties";

    assertThat(shown(Map.of(), "--config=" + conf, "--manifest=m.json", "--output=out"))
        .containsEntry("--parallelism", tasks + " file " + conf)
        .containsEntry("--bad-records", badRecords + " file " + conf)
        .containsEntry("--if-published", ifPublished + " file " + conf)
        .containsEntry("--manifest", "m.json command line");
  }

  @Test
  void theCommandLinesFileWinsOverTheEnvironments() throws IOException {
    write("manifest=m.json\noutput=out\n");

    assertThat(shown(Map.of("PARQUETRY_CONFIG", "missing"), "--config=" + file))
        .containsEntry("--output", "out file " + file);
  }

  @Test
  void listsAndFlagsAreReadFromEverySource() throws IOException {
    write("manifest=m.json\noutput=out\nquiet=true\n");

    Map<String, String> shown =
        shown(Map.of("PARQUETRY_ALLOW", "s3://a,s3://b"), "--config=" + file);

    assertThat(shown)
        .containsEntry("--quiet", "true file " + file)
        .containsEntry("--allow", "s3://a,s3://b environment PARQUETRY_ALLOW");
  }

  @Test
  void secretsAreMaskedAndOtherFlinkOptionsAreShown() throws IOException {
    Map<String, String> shown =
        shown(
            Map.of(),
            "--manifest=m.json",
            "--output=out",
            "-Ds3.secret-key=abc",
            "-Ds3.access-key=def",
            "-Dfs.s3a.secret.key=ghi",
            "-Ds3.session-token=jkl",
            "-Dsecurity.ssl.internal.key-password=mno",
            "-Ds3.endpoint=http://127.0.0.1:9000");

    assertThat(shown)
        .containsEntry("-Ds3.secret-key", "****** command line")
        .containsEntry("-Ds3.access-key", "****** command line")
        .containsEntry("-Dfs.s3a.secret.key", "****** command line")
        .containsEntry("-Ds3.session-token", "****** command line")
        .containsEntry("-Dsecurity.ssl.internal.key-password", "****** command line")
        .containsEntry("-Ds3.endpoint", "http://127.0.0.1:9000 command line");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "max-colums         | ; did you mean max-columns?",
        "manifests          | ; did you mean manifest?",
        "Manifest           | ; did you mean manifest?",
        "target_file_size   | ; did you mean target-file-size?",
        "--max-depth        | ; did you mean max-depth?",
      })
  void anUnknownKeyInTheFileIsRefusedWithASuggestion(String key, String suggestion)
      throws IOException {
    write(key + " = 1\n");

    assertRefused(Map.of(), "convert", "--config=" + file)
        .hasMessage("[" + file + " " + key + "] is no option" + suggestion);
  }

  @Test
  void aKeyThatResemblesNoneIsRefusedWithAllThatThereAre() throws IOException {
    write("something.else.altogether = 1\n");

    assertRefused(Map.of(), "convert", "--config=" + file)
        .hasMessageStartingWith(
            "[" + file + " something.else.altogether] is no option; expected one of ")
        .hasMessageContaining("manifest, ")
        .hasMessageContaining("target-file-size, ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PARQUETRY_MAX_COLUMN       | ; did you mean max-columns?",
        "PARQUETRY_TARGET_FILESIZE  | ; did you mean target-file-size?",
        "PARQUETRY_OUTPU            | ; did you mean output?",
      })
  void anUnknownVariableIsRefusedWithASuggestion(String variable, String suggestion) {
    assertRefused(Map.of(variable, "1"), "convert")
        .hasMessage("[environment " + variable + "] is no option" + suggestion);
  }

  @Test
  void allUnknownKeysAndVariablesAreToldAtOnce() throws IOException {
    write("max-colums = 1\nouptut = 2\n");

    assertRefused(Map.of("PARQUETRY_DAT", "1"), "convert", "--config=" + file)
        .hasMessageContaining("max-colums] is no option")
        .hasMessageContaining("ouptut] is no option")
        .hasMessageContaining("PARQUETRY_DAT] is no option")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(3));
  }

  @Test
  void theStartScriptsVariablesAndThoseOfOthersAreLeftAlone() {
    Map<String, String> environment =
        Map.of(
            "PARQUETRY_HOME", "/opt/parquetry",
            "PARQUETRY_JAVA_OPTS", "-Xmx1g",
            "parquetry_manifest", "x",
            "MY_PARQUETRY_MANIFEST", "x");

    assertThatCode(() -> apply(environment, "convert")).doesNotThrowAnyException();
  }

  @Test
  void aFileThatIsMissingOrUnreadableIsRefused() throws IOException {
    assertRefused(Map.of(), "convert", "--config=" + file)
        .hasMessageStartingWith("[--config=" + file + "] cannot be read as a properties file: ");

    Files.write(file, "output=größe".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(Map.of(), "convert", "--config=" + file)
        .hasMessageStartingWith("[--config=" + file + "] cannot be read as a properties file: ");

    write("output=\\u12x4\n");
    assertRefused(Map.of(), "convert", "--config=" + file)
        .hasMessageStartingWith("[--config=" + file + "] cannot be read as a properties file: ");
  }

  @Test
  void applicationPropertiesAreWeakerThanTheEnvironmentAndStrongerThanTheFile() throws IOException {
    write("output = file\nmax-depth = 11\nmax-columns = 12\n");
    ApplicationProperties properties =
        properties(
            """
            [{"PropertyGroupId": "kinesis.analytics.flink.run.options", "PropertyMap": {"x": "y"}},
             {"PropertyGroupId": "parquetry", "PropertyMap": {
               "manifest": "m.json", "max-columns": "22", "max-depth": "21", "config": "%s"}}]
            """
                .formatted(file));

    Map<String, String> shown =
        shown(Map.of("PARQUETRY_MAX_COLUMNS", "32"), Optional.of(properties));

    assertThat(shown)
        .containsEntry("--output", "file file " + file)
        .containsEntry("--max-depth", "21 application properties " + properties.file())
        .containsEntry("--max-columns", "32 environment PARQUETRY_MAX_COLUMNS")
        .containsEntry("--manifest", "m.json application properties " + properties.file());
  }

  @Test
  void anUnknownKeyInApplicationPropertiesIsRefusedWithItsPlace() throws IOException {
    Optional<ApplicationProperties> properties =
        Optional.of(
            properties(
                """
                [{"PropertyGroupId": "parquetry", "PropertyMap": {"max-colums": "1"}}]
                """));

    assertThatThrownBy(() -> apply(Map.of(), properties, "convert"))
        .hasMessage(
            "["
                + properties.get().file()
                + " parquetry max-colums] is no option; did you mean max-columns?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1]",
        "[{\"PropertyGroupId\": \"parquetry\"}]",
        "[{\"PropertyGroup\": \"parquetry\", \"PropertyMap\": {}}]"
      })
  void aFileThatIsNotOfTheServicesFormIsRefused(String json) {
    assertThatThrownBy(() -> properties(json))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
        .hasMessageContaining("application_properties.json")
        .hasMessageContaining("PropertyGroupId");
  }

  @Test
  void aGroupThatNobodyReadsIsRefused() {
    assertThatThrownBy(
            () ->
                properties(
                    """
                    [{"PropertyGroupId": "Parquetry", "PropertyMap": {"output": "x"}}]
                    """))
        .hasMessageContaining("Parquetry] is no property group of Parquetry: expected parquetry");
  }

  private void write(String properties) throws IOException {
    Files.writeString(file, properties);
  }

  private ApplicationProperties properties(String json) throws IOException {
    Path written = folder.resolve("application_properties.json");
    Files.writeString(written, json);
    return ApplicationProperties.read(written);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      Map<String, String> environment, String... args) {
    return assertThatThrownBy(() -> apply(environment, args))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
  }

  private static CommandLine apply(Map<String, String> environment, String... args) {
    return apply(environment, Optional.empty(), args);
  }

  private static CommandLine apply(
      Map<String, String> environment, Optional<ApplicationProperties> properties, String... args) {
    CommandLine commands = new CommandLine(new ParquetryCommand());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    OptionSources.of(args, environment, properties).applyTo(commands);
    return commands;
  }

  /** Option by option what {@code convert --show-config} prints of it. */
  private static Map<String, String> shown(Map<String, String> environment, String... further) {
    return shown(environment, Optional.empty(), further);
  }

  private static Map<String, String> shown(
      Map<String, String> environment,
      Optional<ApplicationProperties> properties,
      String... further) {
    List<String> args = new ArrayList<>(List.of("convert", "--show-config"));
    args.addAll(List.of(further));
    CommandLine commands = apply(environment, properties, args.toArray(new String[0]));
    StringWriter out = new StringWriter();
    commands.setOut(new PrintWriter(out, true));

    assertThat(commands.execute(args.toArray(new String[0]))).isZero();

    Map<String, String> shown = new LinkedHashMap<>();
    out.toString()
        .lines()
        .map(line -> line.strip().split("\\s+", 2))
        .forEach(parts -> shown.put(parts[0], parts[1].replaceAll(" +", " ")));
    return shown;
  }
}
