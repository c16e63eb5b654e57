/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.config.Program;
import io.parquetry.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How commands end that end before Flink starts. */
class ParquetryCommandTest {
  @TempDir Path folder;

  private String manifest;
  private String output;

  @BeforeEach
  void writeAManifestOfOneFile() throws IOException {
    Files.writeString(folder.resolve("a-2025-12-23.ndjson"), "{\"a\":1}\n");
    manifest = "--manifest=" + manifest("m.json", "a-2025-12-23.ndjson");
    output = "--output=" + folder.resolve("out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "convert", "compare", "head", "sample"})
  void helpIsPrintedAndNothingElseIsDone(String command) {
    Ended ended = command.isEmpty() ? run("--help") : run(command, "--help");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains(("Usage: parquetry " + command).strip());
  }

  @Test
  void theHelpOfConvertTellsEveryOptionWithItsDefault() {
    assertThat(run("convert", "--help").out())
        .contains(
            "--manifest",
            "--output",
            "--date",
            "--allow",
            "--bad-records",
            "--max-bad-records",
            "--max-bad-ratio",
            "--max-line-size",
            "--max-depth",
            "--max-columns",
            "--target-file-size",
            "--timestamp-column",
            "--source-column",
            "--compression",
            "--parallelism",
            "--quiet",
            "--config",
            "--show-config",
            "-D",
            "Default: 128MB",
            "Default: snappy",
            "Default: quarantine");
  }

  @Test
  void theHelpOfTheProgramTellsItsCommands() {
    assertThat(run("--help").out()).contains("convert", "compare", "head", "sample", "Exit codes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"convert", "compare", "head", "sample"})
  void everyCommandTellsTheVersion(String command) {
    assertThat(run(command, "--version").out()).startsWith("parquetry " + Program.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config", "--config=a --config=b"})
  void aConfigurationThatIsNotOneFileIsAUsageFailure(String args) {
    assertThat(run(("convert --manifest=a --output=b " + args).split(" ")).exitCode()).isEqualTo(2);
  }

  @Test
  void theVersionIsThatOfTheProgramAndOfFlink() {
    Ended ended = run("--version");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines())
        .containsExactly(
            "parquetry " + Program.version() + " (" + Program.revision() + ")", "Flink 1.20.1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--target-filesize=1MB  | --target-file-size",
        "--manifst=x            | --manifest",
        "--bad-record=drop      | --bad-records",
      })
  void anUnknownOptionIsRefusedWithASuggestion(String argument, String suggestion) {
    Ended ended = run("convert", manifest, output, argument);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith("parquetry: error (USAGE, exit code 2): Unknown option: '" + argument + "'")
        .contains("Possible solutions: " + suggestion)
        .contains("Try: parquetry convert --help");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void anUnknownCommandIsRefusedWithASuggestion() {
    Ended ended = run("convrt");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "parquetry: error (USAGE, exit code 2): Unmatched argument at index 0: 'convrt'")
        .contains("Did you mean: parquetry convert")
        .contains("Try: parquetry --help");
  }

  @Test
  void aMissingCommandIsRefused() {
    assertThat(run().exitCode()).isEqualTo(2);
    assertThat(run().err()).contains("Missing command").contains("Try: parquetry --help");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "convert                | Missing required options: '--manifest=URI', '--output=URI'",
        "convert --manifest=m   | Missing required option: '--output=URI'",
        "convert --output=o     | Missing required option: '--manifest=URI'",
        "head                   | Missing required parameter: 'URI'",
        "sample                 | Missing required option: '--folder=<folder>'",
      })
  void aMissingOptionIsNamed(String args, String message) {
    String[] words = args.split(" ");

    Ended ended = run(words);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith("parquetry: error (USAGE, exit code 2): " + message)
        .contains("Try: parquetry " + words[0] + " --help");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--target-file-size=12XB | Invalid value for option '--target-file-size': expected a size such as 128MB, found \"12XB\"",
        "--max-line-size=        | Invalid value for option '--max-line-size': expected a size such as 128MB, found \"\"",
        "--target-file-size=1KB  | [--target-file-size] expected 64KB to 4GB, found 1024 bytes",
        "--date=2025-02-30       | [--date] expected a day as yyyy-MM-dd, found \"2025-02-30\"",
        "--date=tomorrow         | [--date] expected a day as yyyy-MM-dd, found \"tomorrow\"",
        "--max-depth=many        | Invalid value for option '--max-depth': 'many' is not an int",
        "--max-bad-ratio=2       | [--max-bad-ratio] expected 0 to 1, found 2.0",
        "--bad-records=ignore    | Invalid value for option '--bad-records'",
        "--compression=lzo       | Invalid value for option '--compression'",
        "--parallelism=0         | [--parallelism] expected 1 to 10000, found 0",
        "--parallelism=10001     | [--parallelism] expected 1 to 10000, found 10001",
        "--allow=gs://x          | [--allow=gs://x] has the unknown scheme \"gs:\"",
      })
  void aValueThatCannotBeIsRefused(String argument, String message) {
    Ended ended = run("convert", manifest, output, argument);

    assertThat(ended.err()).startsWith("parquetry: error (USAGE, exit code 2): " + message);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    Ended ended = run("convert", manifest, output, "--bad-records=fail", "--max-bad-records=3");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("[--bad-records=fail] contradicts --max-bad-records");
  }

  @Test
  void severalProblemsAreToldInOneMessage() {
    Ended ended =
        run(
            "convert",
            manifest,
            output,
            "--date=never",
            "--max-depth=0",
            "--max-columns=0",
            "--parallelism=0",
            "--target-file-size=1",
            "--timestamp-column=_source_file");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err().lines())
        .containsExactly(
            "parquetry: error (USAGE, exit code 2): [--date] expected a day as yyyy-MM-dd, found"
                + " \"never\"",
            "[--max-depth] expected 1 to 1000000, found 0",
            "[--max-columns] expected 1 to 100000, found 0",
            "[--target-file-size] expected 64KB to 4GB, found 1 bytes",
            "[--timestamp-column] expected a name other than that of --source-column, found"
                + " \"_source_file\" twice",
            "[--parallelism] expected 1 to 10000, found 0");
  }

  @Test
  void aMissingManifestEndsWithItsOwnCode() {
    Ended ended = run("convert", "--manifest=" + folder.resolve("none.json"), output);

    assertThat(ended.exitCode()).isEqualTo(FailureKind.MANIFEST.exitCode()).isEqualTo(3);
    assertThat(ended.err())
        .isEqualToNormalizingNewlines(
            "parquetry: error (MANIFEST, exit code 3): ["
                + folder.resolve("none.json")
                + "] the manifest does not exist\n");
  }

  @Test
  void aMalformedManifestEndsWithItsOwnCode() throws IOException {
    Files.writeString(folder.resolve("m.json"), "{\n}");

    Ended ended = run("convert", manifest, output);

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("m.json:2:1] the manifest has no \"fileLocations\"");
  }

  @Test
  void missingObjectsEndWithTheirOwnCode() throws IOException {
    String missing = manifest("missing.json", "gone-1.ndjson", "gone-2.ndjson");

    Ended ended = run("convert", "--manifest=" + missing, output);

    assertThat(ended.exitCode()).isEqualTo(FailureKind.INPUT_MISSING.exitCode()).isEqualTo(4);
    assertThat(ended.err())
        .contains("error (INPUT_MISSING, exit code 4)")
        .contains("gone-1.ndjson (line 1)")
        .contains("gone-2.ndjson (line 1)");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-2025-12-23.ndjson", "a-2025-12-23.ndjson/below"})
  void anOutputThatIsAFileOrLiesBelowOneEndsWithItsOwnCode(String name) {
    Ended ended = run("convert", manifest, "--output=" + folder.resolve(name));

    assertThat(ended.exitCode()).isEqualTo(FailureKind.OUTPUT.exitCode()).isEqualTo(10);
    assertThat(ended.err()).contains("error (OUTPUT, exit code 10): [" + folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--manifest", "--output"})
  void withoutAFileSystemForS3TheFailureSaysWhatToInstall(String option) {
    Ended ended =
        option.equals("--output")
            ? run("convert", manifest, "--output=s3://bucket/out")
            : run("convert", "--manifest=s3://bucket/m.json", output);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("no file system for \"s3:\" is installed");
  }

  @Test
  void anOptionTakesItsValueBehindAnEqualsSignOrABlank() {
    String[] equals = {"convert", manifest, output, "--max-depth=7", "--show-config"};
    String[] blank = {
      "convert",
      "--manifest",
      manifest.substring("--manifest=".length()),
      "--output",
      output.substring("--output=".length()),
      "--max-depth",
      "7",
      "--show-config"
    };

    assertThat(run(equals).exitCode()).isZero();
    assertThat(run(blank)).isEqualTo(run(equals));
    assertThat(run(blank).out()).containsPattern("--max-depth +7 +command line");
  }

  @Test
  void showConfigTellsValuesAndSourcesMasksSecretsAndDoesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("p.properties"), "max-columns = 77\n");

    Ended ended =
        run(
            "convert",
            "--manifest=no-such-manifest",
            output,
            "--config=" + file,
            "-Ds3.secret-key=hunter2",
            "-Ds3.endpoint=http://127.0.0.1:9000",
            "--show-config");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .containsPattern("--manifest +no-such-manifest +command line")
        .containsPattern("--max-columns +77 +file .*p\\.properties")
        .containsPattern("--max-depth +1000 +default")
        .containsPattern("-Ds3.endpoint +http://127.0.0.1:9000 +command line")
        .containsPattern("-Ds3.secret-key +\\*{6} +command line")
        .doesNotContain("hunter2");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anUnknownKeyInTheFileEndsAsUsage() throws IOException {
    Path file = Files.writeString(folder.resolve("p.properties"), "max-colums = 77\n");

    Ended ended = run("convert", manifest, output, "--config=" + file);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualToNormalizingNewlines(
            "parquetry: error (USAGE, exit code 2): ["
                + file
                + " max-colums] is no option; did you mean max-columns?\n");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"missing, does not exist", "empty, holds no file that ends in .parquet"})
  void headOfNothingEndsAsMissingInput(String name, String message) throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("empty/.part.parquet"), "hidden");

    Ended ended = run("head", folder.resolve(name).toString());

    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.err()).contains("[" + folder.resolve(name) + "] " + message);
  }

  @Test
  void headOfAFileThatIsNoParquetEndsAsDamagedInput() throws IOException {
    Path file = Files.writeString(folder.resolve("a.parquet"), "{\"a\":1}\n".repeat(10));

    Ended ended = run("head", file.toString());

    assertThat(ended.exitCode()).isEqualTo(6);
    assertThat(ended.err()).contains("[" + file + "] is no whole Parquet file");
  }

  @Test
  void sampleWritesFilesAndPrintsTheirManifest() throws IOException {
    Ended ended =
        run("sample", "--folder=" + folder.resolve("s"), "--files=3", "--size=30KB", "--seed=7");

    assertThat(ended.exitCode()).isZero();
    Path written = Path.of(ended.out().strip());
    assertThat(written).exists().hasParentRaw(folder.resolve("s"));
    try (Stream<Path> files = Files.walk(folder.resolve("s"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".ndjson"))).hasSize(3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"--files=0", "--files=100001", "--size=big", "--day=2025-02-30"})
  void sampleRefusesWhatCannotBe(String argument) {
    Ended ended = run("sample", "--folder=" + folder.resolve("s"), argument);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains(argument.replaceFirst("=.*", ""));
    assertThat(folder.resolve("s")).doesNotExist();
  }

  private String manifest(String name, String... uris) throws IOException {
    String json = "{\"fileLocations\":[{\"URIs\":[\"" + String.join("\",\"", uris) + "\"]}]}";
    return Files.writeString(folder.resolve(name), json).toString();
  }

  /** How a command ended and what it printed. */
  private record Ended(int exitCode, String out, String err) {}

  private static Ended run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
    try {
      int exitCode = ParquetryCommand.execute(args);
      return new Ended(
          exitCode,
          newOut.toString(StandardCharsets.UTF_8),
          newErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
