/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartFillerTest {
  private static final double FILL = 0.95;
  private static final double ROLL = 1.15;
  private static final String LINE = "{\"a\":\"9\"}\n";

  @TempDir Path folder;

  /** Sizes are in lines of ten bytes. */
  @ParameterizedTest(name = "files of {0} lines, target {1}: parts of {2}")
  @CsvSource({
    "'5',                        100, '5'",
    "'100',                      100, '100'",
    "'40 40 20',                 100, '100'",
    "'10 10 10 10 10 10',        30,  '30 30'",
    "'10 10 10 10 10',           30,  '30 20'",
    "'10 10 10 10 10 10 10',     20,  '20 20 20 10'",
    "'500 1 1',                  100, '500 2'",
    "'1 500 1',                  100, '1 500 1'",
    "'300',                      100, '300'",
    "'0 0 0',                    100, '0'",
    "'90 20 90',                 100, '110 90'",
    "'60 60 60 60',              100, '60 60 60 60'",
    "'70 70 70 70 70 70 70',     100, '70 70 70 70 70 70 70'",
  })
  void filesThatCannotBeCutFillPartsInTheirOrder(String files, int target, String parts)
      throws IOException {
    List<PartFiller.Fill> fills =
        new PartFiller(target * 10L, FILL, ROLL, range -> 1).fill("2025-12-23", ranges(files));

    assertThat(fills).extracting(fill -> fill.estimatedBytes() / 10).containsExactly(longs(parts));
    assertThat(fills).extracting(PartFiller.Fill::date).containsOnly("2025-12-23");
  }

  @Test
  void equalPartsAreNotFollowedByACrumb() throws IOException {
    List<PlannedRange> ranges =
        new ProfiledFiles(folder)
            .with("a", "d", "{\"a\":\"0123456789\"}\n".repeat(20_000))
            .ranges(2 << 10);

    assertThat(new PartFiller(16 << 10, FILL, ROLL, range -> 0.5).fill("d", ranges)).hasSize(12);
  }

  /** Each range has one line of ten bytes. */
  @ParameterizedTest(name = "{0} lines, target {1}: {2} parts")
  @CsvSource({
    "100, 100, 1", "200, 100, 2", "201, 100, 3", "280, 100, 3", "350, 100, 4", "460, 100, 5",
    "550, 100, 6", "700, 100, 7", "725, 100, 8", "1850, 100, 20", "3200, 100, 32", "3300, 100, 36"
  })
  void aFewMorePartsAreMadeWhereTasksShareThemEvenly(int lines, int target, int parts)
      throws IOException {
    List<PlannedRange> ranges = ranges("1 ".repeat(lines).strip());
    assertThat(new PartFiller(target * 10L, FILL, ROLL, range -> 1).fill("d", ranges))
        .hasSize(parts);
  }

  @Test
  void everyRangeIsInExactlyOnePartInItsOrder() throws IOException {
    List<PlannedRange> ranges = ranges("7 0 30 2 2 2 90 1 15");

    List<PlannedRange> filled = new ArrayList<>();
    for (PartFiller.Fill fill : new PartFiller(200, FILL, ROLL, range -> 1).fill("d", ranges)) {
      assertThat(fill.ranges()).isNotEmpty();
      filled.addAll(fill.ranges());
    }

    assertThat(filled).containsExactlyElementsOf(ranges);
  }

  @Test
  void theEstimateIsTheTextTimesTheRatio() throws IOException {
    PartFiller.Fill fill =
        new PartFiller(1000, FILL, ROLL, range -> 0.25).fill("d", ranges("10 20")).get(0);

    assertThat(fill.estimatedBytes()).isEqualTo(75);
  }

  @Test
  void anOrdinaryPartRollsAboveTheTargetAndOneThatIsTooLargeAtIt() throws IOException {
    PartFiller filler = new PartFiller(100, FILL, ROLL, range -> 1);

    assertThat(filler.fill("d", ranges("10")).get(0).rollBytes()).isEqualTo(114);
    assertThat(filler.fill("d", ranges("11")).get(0).rollBytes()).isEqualTo(114);
    assertThat(filler.fill("d", ranges("12")).get(0).rollBytes()).isEqualTo(100);
  }

  @Test
  void allPartsButTheLastComeWithinFifteenPercentOfTheTarget() throws IOException {
    Random random = new Random(20251223);
    for (int round = 0; round < 60; round++) {
      double ratio = 0.05 + 0.95 * random.nextDouble();
      int target = 2_000 + random.nextInt(8_000);
      long textTarget = (long) (target / ratio);
      long rangeBytes = Math.max(300, textTarget / 16);
      target = (int) (rangeBytes * 16 * ratio);

      ProfiledFiles input = new ProfiledFiles(folder);
      int files = 1 + random.nextInt(6);
      for (int i = 0; i < files; i++) {
        input.with(i + ".ndjson", "d", randomText(random, random.nextInt(60_000)));
      }
      List<PlannedRange> ranges = input.ranges(rangeBytes);
      List<PartFiller.Fill> fills =
          new PartFiller(target, FILL, ROLL, range -> ratio).fill("d", ranges);

      assertWithin(fills.subList(0, fills.size() - 1), 0.85 * target, 1.15 * target, round);
      assertWithin(fills.subList(fills.size() - 1, fills.size()), 0, 1.15 * target, round);
      double total = ranges.stream().mapToLong(PlannedRange::textBytes).sum() * ratio;
      assertThat(fills.stream().mapToLong(PartFiller.Fill::estimatedBytes).sum())
          .isBetween((long) total - fills.size(), (long) total);
      // Not many small ones: no more parts than full ones at 85 % would be.
      assertThat(fills).hasSizeLessThanOrEqualTo((int) Math.ceil(total / (0.85 * target)) + 1);
    }
  }

  private static void assertWithin(
      List<PartFiller.Fill> fills, double least, double most, int round) {
    assertThat(fills)
        .as("round %d", round)
        .allSatisfy(fill -> assertThat((double) fill.estimatedBytes()).isBetween(least - 1, most));
  }

  private List<PlannedRange> ranges(String lineCounts) throws IOException {
    ProfiledFiles input = new ProfiledFiles(folder);
    for (long lines : longs(lineCounts)) {
      String name = input.files().size() + ".ndjson";
      input.with(name, "2025-12-23", LINE.repeat((int) lines));
    }
    return input.ranges(Long.MAX_VALUE / 2);
  }

  private static Long[] longs(String text) {
    return java.util.Arrays.stream(text.split(" ")).map(Long::valueOf).toArray(Long[]::new);
  }

  private static String randomText(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("{\"a\":\"").append("x".repeat(random.nextInt(30))).append("\"}\n");
    }
    return text.toString();
  }
}
