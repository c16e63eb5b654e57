/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;

/** Which ranges one task gets at a time. Files of this size are not opened for it. */
class RangeEnumeratorTest {
  private static final long RANGE = 8 << 20;

  @Test
  void atMostSixteenSmallOnesComeTogether() throws IOException {
    assertThat(together(files("s3://bucket/", 40, 100), 2)).containsExactly(16, 16, 8);
  }

  @Test
  void fourTimesTheBytesOfARangeWhereThereIsEnoughForAllTasks() throws IOException {
    assertThat(together(files("s3://bucket/", 100, RANGE), 2)).containsOnly(4).hasSize(25);
  }

  @Test
  void theBytesOfARangeWhereThereIsNot() throws IOException {
    assertThat(together(files("s3://bucket/", 20, RANGE / 2), 20)).containsOnly(2).hasSize(10);
    assertThat(together(files("s3://bucket/", 20, RANGE), 20)).containsOnly(1).hasSize(20);
  }

  @Test
  void eachTaskGetsFourSplitsOfSmallLocalOnesBeforeTheyAreLarger() throws IOException {
    assertThat(together(files("/data/", 40, 100), 2)).containsOnly(5).hasSize(8);
    assertThat(together(files("/data/", 4, 100), 8)).containsOnly(1).hasSize(4);
    assertThat(together(files("/data/", 10_000, 100), 2)).containsOnly(16).hasSize(625);
    assertThat(together(files("/data/", 100, RANGE), 2)).containsOnly(4).hasSize(25);
  }

  @Test
  void aLongRangeStandsAloneAndOrderStays() throws IOException {
    List<InputFile> files = files("s3://bucket/", 3, 100);
    files.addAll(files("s3://bucket/", 1, RANGE));
    files.addAll(files("/data/", 2, 100));
    assertThat(together(files, 1)).containsExactly(3, 1, 2);
  }

  /** How many ranges each split has; all of them, in order. */
  private static List<Integer> together(List<InputFile> files, int tasks) throws IOException {
    List<List<ByteRange>> splits =
        RangeEnumerator.provider(files, RANGE).create().enumerateSplits(new Path[0], tasks).stream()
            .map(RangeEnumerator::rangesOf)
            .collect(Collectors.toList());
    assertThat(splits.stream().flatMap(List::stream).map(ByteRange::file))
        .containsExactlyElementsOf(IntStream.range(0, files.size()).boxed().toList());
    return splits.stream().map(List::size).toList();
  }

  private static List<InputFile> files(String folder, int count, long length) {
    return new ArrayList<>(
        Collections.nCopies(
            count, new InputFile("x", Location.parse(folder + "x"), length, 0, "2025-12-23")));
  }
}
