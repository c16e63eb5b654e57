/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static io.parquetry.pipeline.discover.DiscoverOptionsTest.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeCutterTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} bytes in ranges of {1}: {2}")
  @CsvSource({
    "0,      100,  1",
    "1,      100,  1",
    "150,    100,  1",
    "151,    100,  2",
    "249,    100,  2",
    "250,    100,  3",
    "1000,   100,  10",
    "1049,   100,  10",
    "1050,   100,  11",
    "10,     1,    10",
    "2,      1,    2",
  })
  void onlyAFileBeyondOneAndAHalfRangesIsCut(int length, long rangeBytes, int count)
      throws IOException {
    List<ByteRange> ranges = cut(rangeBytes, file("a", new byte[length]));

    assertThat(ranges).hasSize(count);
    assertMeet(ranges, 0, length);
    assertThat(ranges)
        .extracting(ByteRange::length)
        .allSatisfy(
            bytes -> assertThat(bytes).isBetween((long) length / count, length / count + 1L));
  }

  @Test
  void rangesOfHugeFilesMeet() throws IOException {
    long length = 5_000_000_000_007L;
    InputFile file = new InputFile("a", file("a", new byte[6]).location(), length, 0, "d");

    List<ByteRange> ranges = cut(32 << 20, file);

    assertThat(ranges).hasSize(149_012);
    assertMeet(ranges, 0, length);
  }

  @Test
  void theRangesOfAllFilesComeInTheirOrder() throws IOException {
    List<ByteRange> ranges =
        cut(100, file("a", new byte[10]), file("b", new byte[400]), file("c", new byte[0]));

    assertThat(ranges).extracting(ByteRange::file).containsExactly(0, 1, 1, 1, 1, 2);
    assertThat(ranges).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.gz", "a.ndjson", "A.GZ"})
  void aCompressedFileStaysWhole(String name) throws IOException {
    InputFile file = file(name, gzip(randomText(new Random(1), 5000)));

    assertThat(cut(10, file)).containsExactly(new ByteRange(0, 0, file.length()));
  }

  @Test
  void aSplitOfTheFileSourceStandsForItsRange() throws Exception {
    List<InputFile> files =
        List.of(file("_hidden 2025", new byte[10]), file("b:c#%20", new byte[1000]));

    Collection<FileSourceSplit> splits =
        RangeEnumerator.provider(files, 100).create().enumerateSplits(null, 1);

    assertThat(splits)
        .flatExtracting(RangeEnumerator::rangesOf)
        .containsExactlyElementsOf(cut(100, files.toArray(new InputFile[0])));
    for (FileSourceSplit split : splits) {
      InputFile file = files.get(RangeEnumerator.rangesOf(split).get(0).file());
      assertThat(split.path()).isEqualTo(Storage.path(file.location()));
      assertThat(split.fileSize()).isEqualTo(file.length());
    }
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "{\"a\":1}\n{\"b\":2}\n",
        "{\"a\":1}\n{\"b\":2}",
        "{\"a\":1}\r\n\r\n{\"b\":2}\r\n",
        "\n\n\n\n\n\n\n",
        "{\"a\":1}",
        "\n{\"a\":1}\n\n",
        "{\"a\":1}\n{\"b\":\"größe 👍\"}\n",
        "x\ny\n{\"a\":\n1}\n"
      })
  void everyLineIsProfiledOnceForEveryRangeSize(String text) throws IOException {
    assertEveryLineOnce(text, 1);
  }

  /** The first range must be longer than the mark; it is 64 KB at least. */
  @Test
  void behindAByteOrderMarkEveryLineIsProfiledOnce() throws IOException {
    assertEveryLineOnce("\ufeff{\"a\":1}\n{\"b\":\"größe 👍\"}\n", 5);
    assertEveryLineOnce("\ufeff\n{}\n{\"a\":1}\n", 5);
  }

  private void assertEveryLineOnce(String text, int leastRangeBytes) throws IOException {
    InputFile file = file("a.ndjson", text.getBytes(StandardCharsets.UTF_8));
    Sum whole = Sum.of(file, List.of(new ByteRange(0, 0, file.length())));

    for (int rangeBytes = leastRangeBytes; rangeBytes <= file.length(); rangeBytes++) {
      assertThat(Sum.of(file, cut(rangeBytes, file)))
          .as("ranges of %d bytes", rangeBytes)
          .isEqualTo(whole);
    }
  }

  @Test
  void everyLineOfARandomTextIsProfiledOnceForEveryRangeSize() throws IOException {
    Random random = new Random(20251223);
    for (int round = 0; round < 3; round++) {
      String text = randomText(random, 1000);
      InputFile file = file("a.ndjson", text.getBytes(StandardCharsets.UTF_8));
      Sum whole = Sum.of(file, List.of(new ByteRange(0, 0, file.length())));
      assertThat(whole.lines()).isEqualTo(text.lines().count());

      for (int rangeBytes = 1; rangeBytes < 200; rangeBytes = rangeBytes * 3 / 2 + 1) {
        assertThat(Sum.of(file, cut(rangeBytes, file)))
            .as("round %d, ranges of %d bytes", round, rangeBytes)
            .isEqualTo(whole);
      }
    }
  }

  @Test
  void everyPairOfNeighbouringRangesSharesItsLinesWhereverTheBoundaryIs() throws IOException {
    String text = "{\"a\":1}\n\n{\"bb\":\"22\"}\r\nx\n{\"c\":\"ö\"}";
    InputFile file = file("a.ndjson", text.getBytes(StandardCharsets.UTF_8));
    Sum whole = Sum.of(file, List.of(new ByteRange(0, 0, file.length())));

    for (long boundary = 1; boundary < file.length(); boundary++) {
      List<ByteRange> ranges =
          List.of(
              new ByteRange(0, 0, boundary), new ByteRange(0, boundary, file.length() - boundary));

      assertThat(Sum.of(file, ranges)).as("boundary at %d", boundary).isEqualTo(whole);
    }
  }

  /** What profiles of ranges add up to; the bad lines by their offsets in the file. */
  private record Sum(
      long lines,
      long blank,
      long bad,
      long textBytes,
      List<String> columns,
      List<Long> badOffsets) {

    static Sum of(InputFile file, List<ByteRange> ranges) throws IOException {
      long lines = 0;
      long blank = 0;
      long bad = 0;
      long textBytes = 0;
      List<String> columns = new ArrayList<>();
      List<Long> badOffsets = new ArrayList<>();
      for (ByteRange range : ranges) {
        RangeProfile profile = new Profiler(file, range, options()).profile();
        lines += profile.lines();
        blank += profile.blank();
        bad += profile.bad();
        textBytes += profile.textBytes();
        profile.columns().forEach(column -> columns.add(column.name()));
        if (badOffsets.size() < RangeProfile.BAD_LINES_KEPT) {
          profile.badLines().forEach(line -> badOffsets.add(line.offset()));
        }
      }
      List<Long> kept =
          badOffsets.subList(0, Math.min(badOffsets.size(), RangeProfile.BAD_LINES_KEPT));
      return new Sum(
          lines, blank, bad, textBytes, columns.stream().distinct().toList(), List.copyOf(kept));
    }
  }

  private static void assertMeet(List<ByteRange> ranges, long from, long to) {
    long next = from;
    for (ByteRange range : ranges) {
      if (range.offset() != next) {
        assertThat(range.offset()).isEqualTo(next);
      }
      next += range.length();
    }
    assertThat(next).isEqualTo(to);
  }

  private static String randomText(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      switch (random.nextInt(6)) {
        case 0 -> text.append(' ');
        case 1 -> text.append("{\"bad\":").append("1".repeat(random.nextInt(9)));
        case 2 -> text.append("{\"k").append(random.nextInt(9)).append("\":\"größe\"}\r");
        default -> text.append("{\"a\":\"").append("x".repeat(random.nextInt(40))).append("\"}");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static List<ByteRange> cut(long rangeBytes, InputFile... files) throws IOException {
    return new RangeCutter(rangeBytes).cut(List.of(files));
  }

  private InputFile file(String name, byte[] content) throws IOException {
    Path path = Files.write(folder.resolve(name), content);
    return new InputFile(
        name,
        Location.parse(path.toString()),
        content.length,
        Files.getLastModifiedTime(path).toMillis(),
        "2025-12-23");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return stored.toByteArray();
  }
}
