/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.cli.ParquetryCommand;
import io.parquetry.failure.FailureKind;
import io.parquetry.json.Defect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the documents list is what there is, no more and no less. */
class DocumentationTest {
  private static final Pattern ROW = Pattern.compile("\\| `(-[-A-Za-z]+)` \\|.*");

  @Test
  void theReadmeListsExactlyTheOptionsOfConvert() throws IOException {
    assertThat(
            Files.readAllLines(Path.of("README.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            options().map(OptionSpec::longestName).collect(Collectors.toList()));
  }

  @Test
  void theConfigurationFileListsOptionsWithTheirDefaults() throws IOException {
    String active =
        Files.readAllLines(Path.of("conf/parquetry.properties")).stream()
            .filter(line -> line.matches("#[a-z-]+ *=.*"))
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n"));
    Properties properties = new Properties();
    properties.load(new java.io.StringReader(active));
    assertThat(properties).isNotEmpty();
    for (OptionSpec option : options().collect(Collectors.toList())) {
      String key = option.longestName().substring(2);
      if (properties.containsKey(key) && option.defaultValue() != null) {
        assertThat(properties.getProperty(key)).as(key).isEqualTo(option.defaultValue());
      }
    }
    assertThat(properties.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(
            options()
                .map(OptionSpec::longestName)
                .filter(name -> !List.of("-D", "--config", "--show-config").contains(name))
                .map(name -> name.substring(2))
                .collect(Collectors.toList()));
  }

  @Test
  void everyFailureIsExplainedWithItsExitCode() throws IOException {
    String failures = Files.readString(Path.of("src/docs/failures.md"));
    for (FailureKind kind : FailureKind.values()) {
      assertThat(failures).containsPattern("`" + kind + "` *\\| *" + kind.exitCode() + " ");
    }
  }

  @Test
  void everyCauseOfABadRecordIsExplained() throws IOException {
    assertThat(Files.readString(Path.of("src/docs/semantics.md")))
        .contains(Arrays.stream(Defect.values()).map(d -> "`" + d + "`").toArray(String[]::new));
  }

  @Test
  void noLinkBetweenDocumentsIsBroken() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("src/docs"))) {
      for (Path page :
          Stream.concat(Stream.of(Path.of("README.md")), docs).collect(Collectors.toList())) {
        Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
            .matcher(Files.readString(page))
            .results()
            .forEach(
                link ->
                    assertThat(page.resolveSibling(link.group(1))).as("link in %s", page).exists());
      }
    }
  }

  @Test
  void everyTopLevelFolderHasALineInTheReadme() throws IOException {
    List<String> readme = Files.readAllLines(Path.of("README.md"));
    try (Stream<Path> entries = Files.list(Path.of("."))) {
      TreeSet<String> folders =
          entries
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .filter(name -> !name.startsWith(".") && !name.equals("target"))
              .collect(Collectors.toCollection(TreeSet::new));
      for (String folder : folders) {
        assertThat(readme).anyMatch(line -> line.contains("`" + folder + "/`"));
      }
    }
  }

  private static Stream<OptionSpec> options() {
    CommandSpec convert =
        new CommandLine(new ParquetryCommand()).getSubcommands().get("convert").getCommandSpec();
    return convert.options().stream().filter(o -> !o.usageHelp() && !o.versionHelp());
  }
}
