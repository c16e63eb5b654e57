/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.cli.ParquetryCommand;
import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.DuckDb;
import io.parquetry.sample.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a manifest that is published already, or by two at once. */
class PublishIT {
  private static final String DATE = "merged-parquet-2025-12-23";

  @TempDir Path folder;

  @Test
  void whatIsPublishedIsNotWrittenAgainUnderOtherOptions() throws Exception {
    Path manifest = manifest("a", "1", "2");
    List<String> before = converted(manifest).files();

    Conversion again =
        converted(manifest, "--compression=zstd", "--max-bad-records=3", "--parallelism=1");

    assertThat(again.files()).isEqualTo(before);
    assertThat(again.errors())
        .contains("was published with other options: --compression was snappy and is zstd")
        .contains("nothing to do")
        .doesNotContain("--max-bad-records", "--parallelism");
  }

  @Test
  void ifPublishedFailEndsWithItsOwnCode() throws Exception {
    Path manifest = manifest("a", "1");
    converted(manifest);

    Conversion again = Conversion.run(manifest, output(), "--if-published=fail");

    assertThat(again.exitCode()).isEqualTo(14);
    assertThat(again.errors()).contains("is published already", "published-1.json");
  }

  @Test
  void replaceLeavesTheNewFilesOnly() throws Exception {
    Path manifest = manifest("a", "1", "2");
    List<Path> old = converted(manifest).parts();
    Files.writeString(folder.resolve("a/a-2025-12-23.ndjson"), "{\"v\":\"3\"}\nbad\n");

    Conversion second = converted(manifest, "--if-published=replace", "--compression=zstd");

    assertThat(listed()).containsExactly("3");
    assertThat(second.report().get("generation").asInt()).isEqualTo(2);
    assertThat(old).hasSize(1).allMatch(Files::notExists);
    assertThat(second.files())
        .contains(DATE + "/_SUCCESS")
        .filteredOn(name -> name.contains("/quarantine/"))
        .hasSize(1);
    assertThat(converted(manifest).files()).isEqualTo(second.files());
  }

  @Test
  void replaceWithoutBadRecordsLeavesNoOldQuarantine() throws Exception {
    Path manifest = manifest("a", "1");
    Files.writeString(folder.resolve("a/a-2025-12-23.ndjson"), "{\"v\":\"3\"}\nbad\n");
    converted(manifest);
    Files.writeString(folder.resolve("a/a-2025-12-23.ndjson"), "{\"v\":\"3\"}\n");

    assertThat(converted(manifest, "--if-published=replace").files())
        .noneMatch(name -> name.contains("/quarantine/"));
  }

  @Test
  void replaceRemovesFilesOfADateThatThePrefixNoLongerHas() throws Exception {
    Path manifest = manifest("a", "1");
    Files.writeString(folder.resolve("a/b-2025-12-24.ndjson"), "{\"v\":\"2\"}\n");
    Files.writeString(manifest, "{\"fileLocations\":[{\"URIPrefixes\":[\"a/\"]}]}");
    Files.move(manifest, folder.resolve("m.json"));
    converted(folder.resolve("m.json"));
    Files.delete(folder.resolve("a/b-2025-12-24.ndjson"));

    Conversion replaced = converted(folder.resolve("m.json"), "--if-published=replace");

    assertThat(replaced.files())
        .noneMatch(name -> name.startsWith("merged-parquet-2025-12-24/part"));
    assertThat(listed()).containsExactly("1");
  }

  @Test
  void severalManifestsAreOneJobAndThoseThatArePublishedArePassedOver() throws Exception {
    Path first = manifest("a", "1");
    Path second = manifest("b", "2", "3");
    manifest("c", "4");
    converted(first);

    Conversion all = Conversion.run(folder, output());

    assertThat(all.exitCode()).as(all.errors()).isZero();
    assertThat(all.errors()).contains("a/manifest.json is already published");
    assertThat(listed()).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(Conversion.run(second, output()).errors()).contains("nothing to do");
    assertThat(Conversion.run(folder, output()).errors().lines().filter(l -> l.contains("nothing")))
        .hasSize(3);
  }

  @Test
  void partFilesThatAreGoneAreNotPassedOverInSilence() throws Exception {
    Path manifest = manifest("a", "1");
    Path part = converted(manifest).parts().get(0);
    Files.delete(part);

    Conversion again = Conversion.run(manifest, output());

    assertThat(again.exitCode()).isEqualTo(10);
    assertThat(again.errors()).contains(part.toString(), "--if-published=replace");
    converted(manifest, "--if-published=replace");
    assertThat(listed()).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource({"''", "'{\"attempt\":'", "'[]'", "'{}'"})
  void aDamagedRecordIsNamed(String content) throws Exception {
    Path manifest = manifest("a", "1");
    Path record = converted(manifest).runFolder().resolve("published-1.json");
    Files.writeString(record, content);

    Conversion again = Conversion.run(manifest, output());

    assertThat(again.exitCode()).isEqualTo(10);
    assertThat(again.errors()).contains("[" + record + "] is no publish record");
  }

  @Test
  void aCrashBehindTheRecordIsMendedByTheNextRun() throws Exception {
    Path manifest = manifest("a", "1");
    Conversion first = converted(manifest);
    List<String> before = first.files();
    Files.copy(
        first.parts().get(0),
        output().resolve(DATE + "/part-" + runOf(first) + "-1-0123abcd-x-0.snappy.parquet"));
    Files.delete(first.runFolder().resolve("report.json"));
    Files.delete(output().resolve(DATE + "/_SUCCESS"));

    assertThat(converted(manifest).files()).isEqualTo(before);
    assertThat(listed()).containsExactly("1");
  }

  @Test
  void ofTwoAtOnceOnePublishesAndEachRowIsThereOnce() throws Exception {
    Path manifest = SampleData.write(folder, 20, 4 << 20, 7, LocalDate.of(2025, 12, 23));
    long rows = 0;
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 3; round++) {
        Path output = folder.resolve("out" + round);
        String[] args = {
          "convert",
          "--manifest=" + manifest,
          "--output=" + output,
          "--quiet",
          "--target-file-size=256KB"
        };
        Future<Integer> one = two.submit(() -> ParquetryCommand.execute(args));
        Future<Integer> other = two.submit(() -> ParquetryCommand.execute(args));

        assertThat(List.of(one.get(), other.get())).contains(0).isSubsetOf(0, 14);
        Conversion published = Conversion.succeeding(manifest, output);
        rows = published.report().get("records_processed").asLong();
        assertThat(count(output)).isEqualTo(rows);
      }
    } finally {
      two.shutdownNow();
    }
    assertThat(rows).isPositive();
  }

  @Test
  void anOutputThatWasMovedOrCopiedKeepsItsFiles() throws Exception {
    Path manifest = manifest("a", "1");
    converted(manifest);
    Path moved = Files.move(output(), folder.resolve("moved"));

    for (Path named : List.of(manifest, folder.resolve("a"))) {
      Conversion again = Conversion.succeeding(named, moved);
      assertThat(again.errors()).contains("is already published").doesNotContain("are gone");
      assertThat(ParquetryCommand.execute("clean", "--output=" + moved, "--older-than=0s"))
          .isZero();
      assertThat(count(moved)).isEqualTo(1);
    }
  }

  @Test
  void throughALinkTheOutputAndTheManifestAreTheSame() throws Exception {
    Path manifest = manifest("a", "1");
    converted(manifest);
    Files.createSymbolicLink(folder.resolve("a-link"), folder.resolve("a"));
    Path output = Files.createSymbolicLink(folder.resolve("out-link"), output());

    Conversion again = Conversion.succeeding(folder.resolve("a-link/manifest.json"), output);

    assertThat(again.errors()).contains("is already published");
    assertThat(listed()).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef-1-00000000", "SAME-2-00000000"})
  void theMarkerDoesNotStandOverFilesThatNoRecordCounts(String attempt) throws Exception {
    Path manifest = manifest("a", "1");
    Conversion first = converted(manifest);
    String name = "part-" + attempt.replace("SAME", runOf(first)) + "-x.snappy.parquet";
    Files.copy(first.parts().get(0), output().resolve(DATE).resolve(name));
    Path marker = output().resolve(DATE + "/_SUCCESS");
    Files.delete(marker);

    converted(manifest);
    assertThat(marker).doesNotExist();

    ParquetryCommand.execute("clean", "--output=" + output(), "--older-than=0s");
    converted(manifest);
    assertThat(marker).exists();
    assertThat(listed()).containsExactly("1");
  }

  @Test
  void aPublishedManifestIsPassedOverWhenItsInputIsGone() throws Exception {
    Path first = manifest("a", "1");
    converted(first);
    Files.delete(folder.resolve("a/a-2025-12-23.ndjson"));
    manifest("b", "2");

    assertThat(converted(first).errors()).contains("is already published", "is not what it was");
    Conversion both = Conversion.succeeding(folder, output());
    assertThat(both.errors()).contains("a/manifest.json is already published");
    assertThat(listed()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void theManifestThatStopsAJobOfSeveralIsNamed() throws Exception {
    manifest("a", "1");
    Path bad = manifest("b", "2");
    Files.writeString(folder.resolve("b/b-2025-12-23.ndjson"), "bad\n");

    Conversion both = Conversion.run(folder, output(), "--bad-records=fail");

    assertThat(both.exitCode()).isEqualTo(5);
    assertThat(both.errors()).contains("[" + bad + "] 1 of 1 records are bad");
  }

  @Test
  void theRecordMayBeReadByWhoeverMayReadTheReport() throws Exception {
    Path runFolder = converted(manifest("a", "1")).runFolder();

    assertThat(Files.getPosixFilePermissions(runFolder.resolve("published-1.json")))
        .isEqualTo(Files.getPosixFilePermissions(runFolder.resolve("report.json")));
  }

  private Conversion converted(Path manifest, String... options) throws Exception {
    return Conversion.succeeding(manifest, output(), options);
  }

  private static String runOf(Conversion conversion) throws IOException {
    return conversion.runFolder().getFileName().toString();
  }

  private Path output() {
    return folder.resolve("out");
  }

  /** What a reader sees who lists the folder. */
  private List<String> listed() throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb.texts("SELECT v FROM read_parquet('" + output() + "/" + "*/*.parquet')");
    }
  }

  private static long count(Path output) throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      return Long.parseLong(
          duckDb
              .texts(
                  "SELECT CAST(count(*) AS VARCHAR) FROM read_parquet('"
                      + output
                      + "/*/*.parquet')")
              .get(0));
    }
  }

  private Path manifest(String name, String... values) throws IOException {
    Path here = Files.createDirectories(folder.resolve(name));
    StringBuilder lines = new StringBuilder();
    for (String value : values) {
      lines.append("{\"v\":\"").append(value).append("\"}\n");
    }
    Files.writeString(here.resolve(name + "-2025-12-23.ndjson"), lines);
    return Conversion.manifest(here, List.of(name + "-2025-12-23.ndjson"));
  }
}
