/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.JsonKind;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlannerTest {
  private static final Location MANIFEST = Location.parse("/in/manifest.json");

  /** A writer that makes half the bytes out of any text. */
  private static final EncodingProbe HALF =
      (ranges, bytesOfEach, columns) -> new EncodingSample(1000, 500, new BitSet());

  @TempDir Path folder;

  @Test
  void theColumnsAreTheUnionSortedThenTheAuditColumns() throws IOException {
    RunPlan plan =
        plan(input("{\"b\":1,\"Z\":null}\n{\"ä\":[1],\"b\":\"x\"}\n", "{\"a\":{},\"b\":2}\n"));

    PartPlan part = plan.parts().get(0);
    assertThat(part.columns().names())
        .containsExactly("Z", "a", "b", "ä", "_processing_timestamp", "_source_file");
    assertThat(part.columns().keys()).containsExactly("Z", "a", "b", "ä");
    assertThat(plan.columns().get(2).count(JsonKind.NUMBER)).isEqualTo(2);
    assertThat(plan.columns().get(2).count(JsonKind.STRING)).isEqualTo(1);
    assertThat(plan.encodingRatio()).isEqualTo(0.5);
    assertThat(plan.rows()).isEqualTo(3);
  }

  @Test
  void linesAreCountedOverTheRangesOfAFileAndAnewInTheNext() throws IOException {
    ProfiledFiles input = input("{\"a\":1}\n\nx\n".repeat(100), "{\"b\":1}\n".repeat(50));

    List<PlannedRange> ranges = new ArrayList<>();
    for (PartPlan part : plan(input, 64).parts()) {
      ranges.addAll(part.ranges());
    }

    long before = 0;
    long rows = 0;
    for (PlannedRange range : ranges) {
      before = range.range().offset() == 0 ? 0 : before;
      assertThat(range.linesBefore()).isEqualTo(before);
      assertThat(range.file()).isSameAs(input.files().get(range.range().file()));
      before += range.rows() + range.blank() + range.bad();
      rows += range.rows();
    }
    assertThat(ranges).hasSizeGreaterThan(10);
    assertThat(before).isEqualTo(50);
    assertThat(rows).isEqualTo(150);
  }

  @Test
  void theOrderInWhichProfilesArriveHasNoPartInThePlan() throws IOException {
    Random random = new Random(5);
    ProfiledFiles input = new ProfiledFiles(folder);
    for (int i = 0; i < 5; i++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < 400; line++) {
        text.append("{\"k").append(random.nextInt(30)).append("\":1,\"K1\":\"größe\"}\n");
      }
      input.with(i + ".ndjson", i % 2 == 0 ? "2025-12-23" : "2025-12-24", text.toString());
    }
    List<RangeProfile> profiles = input.profiles(256);
    String expected = shown(planner(input, "--target-file-size=2KB").plan(profiles, 3));
    assertThat(expected.lines().count()).isGreaterThan(10);

    for (int round = 0; round < 20; round++) {
      List<RangeProfile> shuffled = new ArrayList<>(profiles);
      Collections.shuffle(shuffled, random);
      assertThat(shown(planner(input, "--target-file-size=2KB").plan(shuffled, 3)))
          .isEqualTo(expected);
    }
  }

  @Test
  void eachDateHasPartsOfItsOwnInTheOrderOfTheirFirstFiles() throws IOException {
    ProfiledFiles input =
        new ProfiledFiles(folder)
            .with("0", "2025-12-24", "{\"a\":1}\n")
            .with("1", "2025-12-23", "{\"a\":1}\n")
            .with("2", "2025-12-24", "{\"a\":1}\n");

    RunPlan plan = plan(input);

    assertThat(plan.parts()).extracting(PartPlan::date).containsExactly("2025-12-24", "2025-12-23");
    assertThat(plan.parts()).extracting(PartPlan::index).containsExactly(0, 1);
    assertThat(plan.parts().get(0).ranges())
        .extracting(range -> range.file().uri())
        .containsExactly("0", "2");
    assertThat(plan.parts()).extracting(PartPlan::rows).containsExactly(2L, 1L);
    assertThat(plan.parts()).extracting(PartPlan::estimatedBytes).containsExactly(8L, 4L);
  }

  @Test
  void partsOfALargeInputComeNearTheTarget() throws IOException {
    ProfiledFiles input = input("{\"a\":\"0123456789\"}\n".repeat(20_000));

    List<PartPlan> parts = plan(input, 2 << 10, "--target-file-size=16KB").parts();

    assertThat(parts).hasSizeBetween(12, 13);
    assertThat(parts.subList(0, 11))
        .extracting(PartPlan::estimatedBytes)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(13_926L, 18_841L));
    assertThat(parts).extracting(PartPlan::lane).contains(0, 1);
    assertThat(parts.stream().mapToLong(PartPlan::rows).sum()).isEqualTo(20_000);
  }

  @Test
  void theSampleIsSpreadOverTheRangesThatHaveRows() throws IOException {
    ProfiledFiles input = new ProfiledFiles(folder);
    for (int i = 0; i < 100; i++) {
      input.with(i + "", "2025-12-23", i % 2 == 0 ? "\n" : "{\"a\":1}\n");
    }
    List<String> sampled = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();

    new Planner(
            MANIFEST,
            input.files(),
            new DiscoverOptions(),
            new PlanOptions(),
            (ranges, bytesOfEach, columns) -> {
              ranges.forEach(range -> sampled.add(range.file().uri()));
              bytes.add(bytesOfEach);
              return new EncodingSample(1, 1, new BitSet());
            })
        .plan(input.profiles(1 << 20), 1);

    assertThat(sampled)
        .containsExactly(
            "1", "7", "13", "19", "25", "31", "37", "43", "51", "57", "63", "69", "75", "81", "87",
            "93");
    assertThat(bytes).containsExactly((4L << 20) / 16);
  }

  @ParameterizedTest
  @CsvSource({
    "3000000, 8, 16",
    "3000000, 3000, 8",
    "3000000, 20000, 4",
    "1000000, 20000, 9",
    "1000, 20000, 16"
  })
  void ofManyColumnsFewerRangesAreSampledWhereTheyAreLongEnough(
      int bytesOfRange, int columns, int expected) {
    // Of 2 KB in all for each column, at least 4 MB and at most 8, each has 256 bytes for each
    // column if that leaves four, and less if short.
    assertThat(EncodingRatios.sampleRanges(columns, bytesOfRange)).isEqualTo(expected);
  }

  @Test
  void aTextThatFitsIntoAFileIsDividedWhereItsParquetIsLargerAndDoesNot() throws IOException {
    ProfiledFiles input = input("{\"a\":1}\n".repeat(100), "{\"b\":1}\n".repeat(100));

    Planner planner =
        new Planner(
            MANIFEST,
            input.files(),
            new DiscoverOptions(),
            CommandLine.populateCommand(new PlanOptions(), "--target-file-size=2500"),
            (ranges, bytesOfEach, columns) -> new EncodingSample(1, 3, new BitSet()));

    assertThat(planner.plan(input.profiles(1 << 20), 1).parts())
        .extracting(PartPlan::estimatedBytes)
        .containsExactly(2400L, 2400L);
  }

  @Test
  void theColumnsForWhichADictionaryDoesNotPayAreMarkedInEveryPart() throws IOException {
    ProfiledFiles input = input("{\"a\":1,\"b\":2}\n");
    BitSet plain = new BitSet();
    plain.set(1);

    Planner planner =
        new Planner(
            MANIFEST,
            input.files(),
            new DiscoverOptions(),
            new PlanOptions(),
            (ranges, bytesOfEach, columns) -> new EncodingSample(1, 1, plain));

    Columns columns = planner.plan(input.profiles(1 << 20), 1).parts().get(0).columns();
    assertThat(columns.plain(0)).isFalse();
    assertThat(columns.plain(1)).isTrue();
    assertThat(columns.plain(3)).isFalse();
  }

  @Test
  void anInputWithoutRowsIsPlannedAsOneEmptyPart() throws IOException {
    RunPlan plan =
        new Planner(
                MANIFEST,
                input("", "\n\n").files(),
                new DiscoverOptions(),
                new PlanOptions(),
                (ranges, bytesOfEach, columns) -> new EncodingSample(0, 0, new BitSet()))
            .plan(input("", "\n\n").profiles(1 << 20), 4);

    assertThat(plan.encodingRatio()).isEqualTo(1);
    assertThat(plan.rows()).isZero();
    assertThat(plan.parts()).hasSize(1);
    assertThat(plan.parts().get(0).columns().keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--bad-records=drop",
        "--max-bad-records=3",
        "--max-bad-ratio=0.75",
        "--max-bad-records=3 --max-bad-ratio=1"
      })
  void asManyBadRecordsAsAllowedAreAllowed(String args) {
    assertThatCode(() -> plan(bad(), 1 << 20, args.isEmpty() ? new String[0] : args.split(" ")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--bad-records=fail                      | none (--bad-records=fail)",
        "--max-bad-records=2                     | at most 2 (--max-bad-records)",
        "--max-bad-records=0                     | at most 0 (--max-bad-records)",
        "--max-bad-ratio=0.74                    | at most a part of 0.74 (--max-bad-ratio)",
        "--max-bad-ratio=0                       | at most a part of 0.0 (--max-bad-ratio)",
        "--max-bad-records=9 --max-bad-ratio=0.5 | at most a part of 0.5 (--max-bad-ratio)",
        "--bad-records=drop --max-bad-records=1  | at most 1 (--max-bad-records)",
      })
  void moreBadRecordsThanAllowedFailAndTheFirstAreNamed(String args, String expected) {
    assertFailure(FailureKind.BAD_RECORDS, () -> plan(bad(), 1 << 20, args.split(" ")))
        .hasMessage(
            String.join(
                System.lineSeparator(),
                "[/in/manifest.json] 3 of 4 records are bad: expected "
                    + expected
                    + "; nothing was written. Mend the lines or raise the limit. The first of"
                    + " them:",
                "  [0.ndjson:3] byte 9 of the file, column 1: the value is not an object",
                "  [1.ndjson:1] byte 0 of the file, column 6: a value is expected",
                "  [1.ndjson:2] byte 7 of the file, column 7: the line ends inside the object"));
  }

  @Test
  void badRecordsOfLaterRangesAreNamedByTheirLineInTheFileTenAtMost() throws IOException {
    ProfiledFiles input = input(("{\"a\":1}\n".repeat(20) + "x\n").repeat(30));

    assertFailure(FailureKind.BAD_RECORDS, () -> plan(input, 128, "--bad-records=fail"))
        .hasMessageContaining("30 of 630 records are bad")
        .hasMessageContaining("  [0.ndjson:21] byte 160 of the file, column 1:")
        .hasMessageContaining("  [0.ndjson:42] byte 322 of the file, column 1:")
        .hasMessageContaining("  [0.ndjson:210] byte 1618 of the file, column 1:")
        .hasMessageNotContaining("0.ndjson:231")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(11));
  }

  @Test
  void withoutABadRecordNoLimitMatters() {
    assertThatCode(() -> plan(input("{}\n\n"), 1 << 20, "--max-bad-ratio=0"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0} in ranges of {1}")
  @CsvSource({
    "_source_file,           64,      --source-column",
    "_source_file,           1048576, --source-column",
    "_processing_timestamp,  64,      --timestamp-column",
  })
  void aKeyNamedLikeAnAuditColumnFailsWithFileAndLine(String name, long rangeBytes, String option)
      throws IOException {
    ProfiledFiles input =
        input(
            "{\"a\":1}\n".repeat(40),
            "{\"a\":1}\n\n".repeat(50) + "x\n{\"" + name + "\":1}\n{\"" + name + "\":1}\n");

    assertFailure(FailureKind.RESERVED_COLUMN, () -> plan(input, rangeBytes))
        .hasMessage(
            "[1.ndjson:102 field \"%s\"] the input has a key with the name of an audit column; say"
                + " %s=OTHER_NAME",
            name, option);
  }

  @Test
  void anotherNameForTheAuditColumnLetsTheKeyThrough() throws IOException {
    RunPlan plan =
        plan(
            input("{\"_source_file\":1,\"_processing_timestamp\":2}\n"),
            1 << 20,
            "--source-column=file",
            "--timestamp-column=at");

    assertThat(plan.parts().get(0).columns().names())
        .containsExactly("_processing_timestamp", "_source_file", "at", "file");
  }

  @Test
  void aKeyThatTheAuditColumnIsRenamedToFails() {
    assertFailure(
            FailureKind.RESERVED_COLUMN,
            () -> plan(input("{\"file\":1}\n"), 1 << 20, "--source-column=file"))
        .hasMessageStartingWith("[0.ndjson:1 field \"file\"]");
  }

  @Test
  void moreColumnsTogetherThanAllowedFail() throws IOException {
    ProfiledFiles input = input("{\"a\":1}\n", "{\"b\":1}\n", "{\"c\":1,\"a\":1}\n");

    assertThat(plan(input, 1 << 20, "--max-columns=3").columns()).hasSize(3);
    assertFailure(FailureKind.LIMIT, () -> plan(input, 1 << 20, "--max-columns=2"))
        .hasMessage(
            "[--max-columns=2] the files have 3 different keys together: are keys used as values?"
                + " raise --max-columns only if not");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"A\":2,\"b\":3}     | columns differ in case only, which engines that fold case (Spark, Athena, DuckDB) cannot tell apart by name: \"A\", \"a\"",
        "{\"a.b\":1,\"_c1\":2,\"\":3,\"1x\":4} | columns have names that Avro does not allow; DuckDB and Spark read them as they are, parquet-avro under similar names: \"\", \"1x\", \"a.b\"",
        "{\"a\":1,\"a\":2,\"b\":1,\"b\":1} | 2 keys stand twice in one object; the last value of each was taken",
      })
  void whatAReaderCannotCarryIsWarnedOf(String line, String warning) throws IOException {
    assertThat(plan(input(line + "\n")).warnings()).containsExactly(warning);
  }

  @Test
  void aKeyThatDiffersFromAnAuditColumnInCaseOnlyIsWarnedOf() throws IOException {
    assertThat(plan(input("{\"_SOURCE_FILE\":1}\n")).warnings()).hasSize(1);
  }

  @Test
  void ofManyColumnsAWarningNamesFive() throws IOException {
    assertThat(
            plan(input("{\"a \":1,\"b \":1,\"c \":1,\"d \":1,\"e \":1,\"f \":1,\"g\\n\":1}\n"))
                .warnings())
        .hasSize(1)
        .allSatisfy(
            warning ->
                assertThat(warning)
                    .endsWith("names: \"a \", \"b \", \"c \", \"d \", \"e \" and 2 more"));
  }

  @Test
  void theSummaryTellsThePartsInAFewLines() throws IOException {
    assertThat(plan(input("{\"a\":1}\n".repeat(1200))).summary())
        .containsExactly(
            "plan: 1,200 rows with 1 columns into 1 part file(s), 0.50 bytes for each of text",
            "plan: part 0, date 2025-12-23: 1 range(s), 1,200 rows, about 4,800 bytes, task 0");
  }

  private interface Planning {
    RunPlan run() throws IOException;
  }

  private static AbstractThrowableAssert<?, ?> assertFailure(FailureKind kind, Planning planning) {
    return assertThatThrownBy(planning::run)
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private ProfiledFiles bad() throws IOException {
    return input("{\"a\":1}\n\n[1]\n", "{\"a\":}\n{\"a\":1\n");
  }

  private ProfiledFiles input(String... texts) throws IOException {
    ProfiledFiles input = new ProfiledFiles(folder);
    for (String text : texts) {
      input.with(input.files().size() + ".ndjson", "2025-12-23", text);
    }
    return input;
  }

  private static RunPlan plan(ProfiledFiles input) throws IOException {
    return plan(input, 1 << 20);
  }

  private static RunPlan plan(ProfiledFiles input, long rangeBytes, String... args)
      throws IOException {
    return planner(input, args).plan(input.profiles(rangeBytes), 2);
  }

  private static Planner planner(ProfiledFiles input, String... args) {
    DiscoverOptions discover = new DiscoverOptions();
    PlanOptions plan = new PlanOptions();
    for (Object options : new Object[] {discover, plan}) {
      new CommandLine(options)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(args);
    }
    return new Planner(MANIFEST, input.files(), discover, plan, HALF);
  }

  private static String shown(RunPlan plan) {
    return plan.parts().stream()
        .map(
            part ->
                part
                    + " lane "
                    + part.lane()
                    + " about "
                    + part.estimatedBytes()
                    + " rolls at "
                    + part.rollBytes()
                    + " "
                    + part.columns().names()
                    + part.ranges().stream()
                        .map(
                            range ->
                                "%s@%d+%d after %d"
                                    .formatted(
                                        range.file().uri(),
                                        range.range().offset(),
                                        range.range().length(),
                                        range.linesBefore()))
                        .collect(Collectors.joining(", ", " [", "]")))
        .collect(Collectors.joining("\n"));
  }
}
