/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CollectorTest {
  @TempDir Path folder;

  @Test
  void theFilesComeInTheOrderOfTheManifestAsTheyAreStored() throws IOException {
    Path first = file("in/b-2025-12-23.ndjson", "12345");
    Files.setLastModifiedTime(first, FileTime.fromMillis(1_700_000_000_000L));
    file("in/a-2025-12-24.ndjson", "");
    manifest(uris("in/b-2025-12-23.ndjson", "file://" + folder + "/in/a-2025-12-24.ndjson"));

    Collected collected = collect();

    InputFile file = collected.files().get(0);
    assertThat(file.uri()).isEqualTo("in/b-2025-12-23.ndjson");
    assertThat(file.location()).isEqualTo(location("in/b-2025-12-23.ndjson"));
    assertThat(file.length()).isEqualTo(5);
    assertThat(file.modificationTime()).isEqualTo(1_700_000_000_000L);
    assertThat(file.date()).isEqualTo("2025-12-23");
    assertThat(collected.files())
        .extracting(InputFile::uri)
        .containsExactly("in/b-2025-12-23.ndjson", "file://" + folder + "/in/a-2025-12-24.ndjson");
    assertThat(collected.files().get(1).length()).isZero();
    assertThat(collected.warnings()).isEmpty();
  }

  @Test
  void theIdentityIsThatOfTheManifestsBytes() throws IOException {
    file("2025-12-23", "");
    manifest(uris("file:" + folder + "/2025-12-23"));
    String runId = collect().runId();

    file("other/2025-12-23", "");
    Files.copy(folder.resolve("m.json"), folder.resolve("other/m.json"));
    assertThat(collect("other/m.json").runId()).isEqualTo(runId);

    manifest(uris("file:" + folder + "/2025-12-23", "file:" + folder + "/2025-12-23"));
    assertThat(collect().runId()).isNotEqualTo(runId);
  }

  @Test
  void aRelativeEntryInAnotherFolderMakesAnotherIdentity() throws IOException {
    file("2025-12-23", "");
    manifest(uris("2025-12-23"));
    file("other/2025-12-23", "");
    Files.copy(folder.resolve("m.json"), folder.resolve("other/m.json"));

    assertThat(collect("other/m.json").runId()).isNotEqualTo(collect().runId());
  }

  @Test
  void aFolderStandsForTheManifestsBelowIt() throws IOException {
    file("m/b.json", "");
    file("m/a/c.json", "");
    file("m/notes.txt", "");
    file("m/_parquetry/run/report.json", "");
    file("single.json", "");

    assertThat(manifests("m/", "single.json", "m/b.json"))
        .containsExactly("m/a/c.json", "m/b.json", "single.json");
    assertThat(manifests("m/b")).containsExactly("m/b.json");
    assertThat(manifests("gone.json")).containsExactly("gone.json");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"empty, is a folder without a manifest", "none, the manifest does not exist"})
  void aFolderWithoutManifestsIsRefused(String name, String message) throws IOException {
    Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> manifests(name))
        .isInstanceOf(ParquetryException.class)
        .hasMessageContaining(message);
  }

  private List<String> manifests(String... names) throws IOException {
    String[] args =
        Arrays.stream(names).map(n -> "--manifest=" + folder + "/" + n).toArray(String[]::new);
    CollectOptions options = CommandLine.populateCommand(new CollectOptions(), args);
    return Collector.manifests(options).stream()
        .map(found -> found.path().substring(folder.toString().length() + 1))
        .toList();
  }

  @ParameterizedTest(name = "the prefix {0} means {1}")
  @CsvSource({
    "in/b-2025-12-23.ndjson,   in/b-2025-12-23.ndjson",
    "in/sub,                   in/sub/2025-12-23 in/sub/deep/2025-12-24",
    "in/sub/,                  in/sub/2025-12-23 in/sub/deep/2025-12-24",
    "in/b-2025-,               in/b-2025-12-23.ndjson in/b-2025-12-24.ndjson",
    "in/s,                     in/s-2025-12-23 in/sub/2025-12-23 in/sub/deep/2025-12-24",
    "in/_,                     in/_2025-12-23",
    "in/.2,                    in/.2025-12-23",
  })
  void aPrefixIsAnObjectOrAFolderOrTheBeginningOfNames(String prefix, String names)
      throws IOException {
    file("in/b-2025-12-24.ndjson", "");
    file("in/b-2025-12-23.ndjson", "");
    file("in/c-2025-12-23.ndjson", "");
    file("in/s-2025-12-23", "");
    file("in/sub/2025-12-23", "");
    file("in/sub/deep/2025-12-24", "");
    file("in/_2025-12-23", "");
    file("in/.2025-12-23", "");
    manifest(prefixes(prefix));

    assertThat(collect().files())
        .extracting(file -> folder.relativize(Path.of(file.location().path())).toString())
        .containsExactly(names.split(" "));
  }

  @Test
  void anObjectThatIsAWholePrefixKeepsTheManifestsNameAndOneBelowHasItsOwn() throws IOException {
    file("in/a-2025-12-23", "");
    file("in/sub/b-2025-12-23", "");
    manifest(prefixes("in/../in/a-2025-12-23", "in/sub"));

    assertThat(collect().files())
        .extracting(InputFile::uri)
        .containsExactly("in/../in/a-2025-12-23", folder + "/in/sub/b-2025-12-23");
  }

  @Test
  void namesThatOtherToolsHideAreRead() throws IOException {
    List<String> names =
        List.of("_a-2025-12-23", ".b-2025-12-23", "_sub/2025-12-23", ".sub/2025-12-23");
    for (String name : names) {
      file(name, "");
    }
    manifest(uris(names.toArray(new String[0])));

    assertThat(collect().files()).extracting(InputFile::uri).containsExactlyElementsOf(names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b 2025-12-23", "a%20b+2025-12-23", "größe データ 👍 2025-12-23", "#?&=2025-12-23"})
  void namesAreTakenLiterally(String name) throws IOException {
    file("in/" + name, "x");
    manifest(uris("in/" + name), prefixes("in"));

    Collected collected = collect();

    assertThat(collected.files()).extracting(InputFile::uri).containsExactly("in/" + name);
    assertThat(collected.files()).extracting(InputFile::length).containsExactly(1L);
    assertThat(collected.warnings()).hasSize(1);
  }

  @Test
  void allMissingObjectsAreNamedAtOnceWithTheirLines() throws IOException {
    file("a-2025-12-23", "");
    Files.createDirectories(folder.resolve("empty"));
    manifest(
        """
        {"fileLocations": [{"URIs": [
          "b-2025-12-23", "a-2025-12-23",
          "c-2025-12-23"
        ], "URIPrefixes": [
          "a-2025-12-23", "empty", "nothing-"]}]}
        """);

    assertFailure(FailureKind.INPUT_MISSING)
        .hasMessage(
            lines(
                "[" + folder + "/m.json] 4 of the manifest's entries name no object:",
                "  b-2025-12-23 (line 2)",
                "  c-2025-12-23 (line 3)",
                "  empty (line 5): the folder holds no file",
                "  nothing- (line 5)"));
  }

  @Test
  void aFolderAmongTheObjectsIsRefused() throws IOException {
    file("in-2025-12-23/a", "");
    manifest(uris("in-2025-12-23"));

    assertFailure(FailureKind.INPUT_MISSING)
        .hasMessageContaining(
            "in-2025-12-23 (line 1): there is a folder of this name; use URIPrefixes");
  }

  @Test
  void aFileThatIsNamedAgainIsReadOnceUnderItsFirstNameWithAWarning() throws IOException {
    file("in/a-2025-12-23", "");
    file("in/b-2025-12-23", "");
    manifest(uris("./in/a-2025-12-23", "in/a-2025-12-23", "in/b-2025-12-23", "in/a-2025-12-23"));

    Collected collected = collect();

    assertThat(collected.files())
        .extracting(InputFile::uri)
        .containsExactly("./in/a-2025-12-23", "in/b-2025-12-23");
    assertThat(collected.warnings())
        .containsExactly(
            "the manifest names 1 of its files more than once; each is read once:"
                + " in/a-2025-12-23");
  }

  @Test
  void aFileBelowAPrefixThatIsAlsoNamedIsReadOnce() throws IOException {
    file("in/a-2025-12-23", "");
    file("in/b-2025-12-23", "");
    manifest(prefixes("in", "in/"), uris("in/b-2025-12-23"));

    Collected collected = collect();

    assertThat(collected.files())
        .extracting(InputFile::location)
        .containsExactly(location("in/a-2025-12-23"), location("in/b-2025-12-23"));
    assertThat(collected.warnings()).hasSize(1);
  }

  @Test
  void ofManyDuplicatesTheWarningNamesFive() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      file(i + "-2025-12-23", "");
      names.add(i + "-2025-12-23");
    }
    names.addAll(List.copyOf(names));
    manifest(uris(names.toArray(new String[0])));

    assertThat(collect().warnings())
        .containsExactly(
            "the manifest names 7 of its files more than once; each is read once: 0-2025-12-23,"
                + " 1-2025-12-23, 2-2025-12-23, 3-2025-12-23, 4-2025-12-23, …");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a-2025-12-23.ndjson,              2025-12-23",
    "2025-12-24/a.ndjson,              2025-12-24",
    "2025-12-24/a-2025-12-23.ndjson,   2025-12-23",
    "2025-12-24/a-2025-13-23.ndjson,   2025-12-24",
  })
  void eachFileBearsTheDateInItsNameOrFolder(String name, String date) throws IOException {
    file(name, "");
    manifest(uris(name));

    assertThat(collect().files()).extracting(InputFile::date).containsExactly(date);
  }

  @Test
  void theOptionGivesAllFilesOneDate() throws IOException {
    file("a", "");
    file("b-2025-12-23", "");
    manifest(uris("a", "b-2025-12-23"));

    assertThat(collect("--date=2026-01-31").files())
        .extracting(InputFile::date)
        .containsExactly("2026-01-31", "2026-01-31");
  }

  @Test
  void filesWithoutADateFailAndTheFirstFiveAreNamed() throws IOException {
    List<String> names = new ArrayList<>(List.of("z-2025-12-23", "y-2025-99-99"));
    IntStream.range(0, 5).forEach(i -> names.add("x" + i));
    for (String name : names) {
      file(name, "");
    }
    manifest(uris(names.toArray(new String[0])));

    assertFailure(FailureKind.USAGE)
        .hasMessage(
            "[--date] 6 of 7 file names hold no date (yyyy-MM-dd), so the output folder is"
                + " unknown: y-2025-99-99, x0, x1, x2, x3, …; say --date=yyyy-MM-dd");
  }

  @Test
  void everyEntryThatCannotBeUsedIsNamedBeforeAnyIsLookedUp() throws IOException {
    manifest(
        """
        {"fileLocations": [{"URIs": [
          "missing-2025-12-23",
          "s3://other/a-2025-12-23",
          "hdfs://host/a-2025-12-23",
          "folder-2025-12-23/",
          ""]}]}
        """);

    assertFailure(FailureKind.MANIFEST)
        .hasMessage(
            lines(
                "[" + folder + "/m.json] 4 of the manifest's entries cannot be used:",
                "  s3://other/a-2025-12-23 (line 3) lies outside the allowed places (file:/); add"
                    + " --allow",
                "  hdfs://host/a-2025-12-23 (line 4) has the unknown scheme \"hdfs:\": expected"
                    + " s3, s3a, file, an https address of an S3 object, or a local path",
                "  folder-2025-12-23/ (line 5) ends with a slash: expected an object, found a"
                    + " folder; use URIPrefixes",
                "   (line 6) is empty: expected a URI or a path"));
  }

  @Test
  void anEntryIsMadeFitForTheMessage() throws IOException {
    manifest(uris("s3://other/\u001b[31m" + "x".repeat(300)));

    assertFailure(FailureKind.MANIFEST).hasMessageContaining("s3://other/\\u001b[31mxxx");
  }

  @Test
  void aManifestThatIsAFolderOrMissingFails() throws IOException {
    assertFailure(FailureKind.MANIFEST)
        .hasMessage("[" + folder + "/m.json] the manifest does not exist");

    Files.createDirectory(folder.resolve("m.json"));

    assertFailure(FailureKind.MANIFEST)
        .hasMessage("[" + folder + "/m.json] the manifest is a folder: expected a JSON file");
  }

  @Test
  void twoThousandEntriesAreCollectedInTheirOrder() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      names.add("in/" + (i * 7919 % 2_000) + "-2025-12-23");
      file(names.get(i), "x".repeat(i % 3));
    }
    manifest(uris(names.toArray(new String[0])));

    List<InputFile> files = collect().files();

    assertThat(files).extracting(InputFile::uri).containsExactlyElementsOf(names);
    assertThat(files).extracting(InputFile::length).startsWith(0L, 1L, 2L, 0L);
  }

  @Test
  void ofTwoThousandMissingObjectsAllAreNamed() throws IOException {
    String[] names = IntStream.range(0, 2_000).mapToObj(i -> "gone-" + i).toArray(String[]::new);
    manifest(uris(names));

    assertFailure(FailureKind.INPUT_MISSING)
        .hasMessageContaining("2000 of the manifest's entries name no object")
        .hasMessageContaining("  gone-0 (line 1)")
        .hasMessageContaining("  gone-1999 (line 1)");
  }

  @Test
  void aFileUnderTwoFurtherSpellingsIsOneDuplicate() throws IOException {
    file("a-2025-12-23", "");
    manifest(uris("a-2025-12-23", "./a-2025-12-23", "x/../a-2025-12-23"));

    assertThat(collect().warnings().get(0)).contains("names 1 of its files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in/2025-12-23T10:15:00.ndjson", "in/a:b/2025-12-23"})
  void namesWithAColonAreFoundBelowAPrefix(String name) throws IOException {
    file(name, "");
    manifest(prefixes("in"));

    assertThat(collect().files()).hasSize(1);
  }

  @Test
  void aNameThatCannotBeOpenedIsRefusedBelowAPrefixToo() throws IOException {
    file("in/a\\b-2025-12-23", "");
    manifest(prefixes("in"));

    assertFailure(FailureKind.MANIFEST)
        .hasMessageContaining("in (line 1): " + folder + "/in/a\\b-2025-12-23 has a backslash");
  }

  @Test
  void aLinkToNothingBelowAPrefixHidesNoOtherFile() throws IOException {
    file("in/a-2025-12-23", "");
    file("in/sub/b-2025-12-23", "");
    Files.createSymbolicLink(folder.resolve("in/sub/z"), folder.resolve("gone"));
    manifest(prefixes("in"));

    assertThat(collect().files()).hasSize(2);
  }

  @Test
  void aLinkToItsOwnFolderDoesNotMultiplyFiles() throws IOException {
    file("in/a-2025-12-23", "");
    Files.createSymbolicLink(folder.resolve("in/loop"), folder.resolve("in"));
    manifest(prefixes("in"));

    assertThat(collect().files()).hasSize(1);
  }

  /** Flink's paths would resolve them, perhaps to what is not allowed. */
  @ParameterizedTest
  @ValueSource(strings = {"file:///data/..\\etc\\passwd", "s3://x/in/../secret/a", "s3://x/in/./a"})
  void anEntryThatLeadsOutOfAnAllowedPlaceIsRefused(String entry) throws IOException {
    manifest(uris(entry), prefixes(entry));

    assertThatThrownBy(() -> collect("--allow=file:///data,s3://x/in"))
        .hasMessageContaining("2 of the manifest's entries cannot be used")
        .hasMessageContaining("which the file system would resolve to another object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "https://s3.amazonaws.com/b/\u001b[31mx"})
  void controlCharactersOfAnEntryDoNotReachTheTerminal(String entry) throws IOException {
    manifest(uris(entry));

    assertThatThrownBy(this::collect)
        .isInstanceOf(ParquetryException.class)
        .message()
        .doesNotContain("\u0000", "\u001b");
  }

  private AbstractThrowableAssert<?, ?> assertFailure(FailureKind kind) {
    return assertThatThrownBy(this::collect)
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private Collected collect(String... further) throws IOException {
    List<String> args = new ArrayList<>(List.of(further));
    String manifest = args.isEmpty() || args.get(0).startsWith("-") ? "m.json" : args.remove(0);
    args.add("--manifest=" + folder.resolve(manifest));
    CollectOptions options =
        CommandLine.populateCommand(new CollectOptions(), args.toArray(new String[0]));
    return Collector.read(location(manifest), options, location("out")).collect();
  }

  private Location location(String name) {
    return Location.parse(folder + "/" + name);
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void manifest(String text) throws IOException {
    Files.writeString(folder.resolve("m.json"), text);
  }

  @SafeVarargs
  private void manifest(Map<String, Object>... locations) throws IOException {
    byte[] json = new ObjectMapper().writeValueAsBytes(Map.of("fileLocations", locations));
    Files.write(folder.resolve("m.json"), json);
  }

  private static Map<String, Object> uris(String... names) {
    return Map.of("URIs", names);
  }

  private static Map<String, Object> prefixes(String... names) {
    return Map.of("URIPrefixes", names);
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines);
  }
}
