/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final int INITIAL_BYTES = 256 << 10;
  private static final int NO_LIMIT = 16 << 20;
  private static final String MARK = "\ufeff";

  private static final String TEXT =
      "{\"a\":1}\n\n\r\n{\"b\":\"\u00e9\u20ac\ud83d\ude00\"}\r\nx\n\n\n0123456\n01234567\n012345678"
          + "\n\r\r\n \n\u00e9\n\u20ac\r\n\ud83d\ude00\n\n\"\\n\"\na\nb\nc\r\nd\n\n\r\n"
          + "0123456789012345678901234567890\n\ud83d\ude00\ud83d\ude00\n\u0000\n\u007f\u0085\n"
          + "\u2028\nnext to last\nlast";

  /** A line as the reader gives it; the text is what is kept of it. */
  private record Line(long offset, long length, String text) {}

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n", "\r\n"})
  void everyRangeGivesTheLinesThatBeginInIt(String textEnd) throws IOException {
    byte[] text = utf8(TEXT + textEnd);
    List<Line> lines = linesOf(text);
    for (int from = 0; from <= text.length; from++) {
      for (int to = from; to <= text.length; to++) {
        checkRange(text, from, to, lines);
      }
    }
  }

  @Test
  void everyRangeBehindAByteOrderMarkGivesTheLinesThatBeginInIt() throws IOException {
    byte[] text = utf8(MARK + "first\nsecond\r\n\nlast");
    List<Line> lines = linesOf(text);
    for (int to = 4; to <= text.length; to++) {
      checkRange(text, 0, to, lines);
      for (int from = 4; from <= to; from++) {
        checkRange(text, from, to, lines);
      }
    }
  }

  @Test
  void aLineCutByARangeIsReadExactlyOnce() throws IOException {
    byte[] text = utf8("one\ntwo\nthree");
    for (int cut = 1; cut < text.length; cut++) {
      List<Line> lines = range(text, 0, cut);
      lines.addAll(range(text, cut, text.length));
      assertThat(lines).as("cut %d", cut).isEqualTo(linesOf(text));
    }
  }

  @Test
  void aMarkCutByARangeDoesNotLoseTheFirstLine() throws IOException {
    byte[] text = utf8(MARK + "{}\n{\"a\":1}\n");
    for (int cut = 1; cut < text.length; cut++) {
      List<Line> lines = range(text, 0, cut);
      lines.addAll(range(text, cut, text.length));
      assertThat(lines).as("cut %d", cut).isEqualTo(linesOf(text));
    }
  }

  @Test
  void aRangeWithinAHugeLineIsNotReadBeyondItsEnd() throws IOException {
    byte[] text = utf8("x".repeat(4 << 20));
    Trickle in = new Trickle(text, 1 << 16);
    try (LineReader reader = new LineReader(NO_LIMIT).openRange(in, 1, 1000)) {
      assertThat(reader.next()).isFalse();
    }
    assertThat(in.available()).isGreaterThan(3 << 20);
  }

  @Test
  void aReadOfNothingIsNotTheEndOfTheText() throws IOException {
    InputStream hesitant =
        new ByteArrayInputStream(utf8("{\"a\":1}\nb")) {
          private boolean nothing;

          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            nothing = !nothing;
            return nothing ? 0 : super.read(target, offset, Math.min(4, length));
          }
        };
    assertThat(readAll(hesitant, Long.MAX_VALUE, NO_LIMIT))
        .extracting(Line::text)
        .containsExactly("{\"a\":1}", "b");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 13, 64, 1000})
  void theSizeOfReadsDoesNotMatter(int chunk) throws IOException {
    byte[] text = utf8(MARK + TEXT);
    assertThat(readAll(new Trickle(text, chunk), Long.MAX_VALUE, NO_LIMIT))
        .isEqualTo(linesOf(text));
    byte[] plain = utf8(TEXT);
    InputStream in = new Trickle(Arrays.copyOfRange(plain, 9, plain.length), chunk);
    assertThat(read(new LineReader(NO_LIMIT).openRange(in, 10, 100)))
        .isEqualTo(range(plain, 10, 110));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", MARK})
  void aTextWithoutBytesHasNoLines(String text) throws IOException {
    assertThat(readAll(new Trickle(utf8(text), 1), Long.MAX_VALUE, NO_LIMIT)).isEmpty();
    assertThat(readAll(new Trickle(utf8(text), 9), utf8(text).length, NO_LIMIT)).isEmpty();
  }

  @Test
  void onlyAWholeMarkAtTheStartIsPassedOver() throws IOException {
    assertThat(texts(MARK + "a\nb")).containsExactly("a", "b");
    assertThat(texts(MARK + MARK + "a")).containsExactly(MARK + "a");
    assertThat(texts("a\n" + MARK + "b")).containsExactly("a", MARK + "b");
    assertThat(texts(MARK + "\n")).containsExactly("");
    for (int length = 1; length < 3; length++) {
      InputStream cut = new ByteArrayInputStream(utf8(MARK), 0, length);
      List<Line> lines = readAll(cut, 9, NO_LIMIT);
      assertThat(lines).extracting(Line::length).containsExactly((long) length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 100, 300_000})
  void newlinesAloneAreEmptyLines(int count) throws IOException {
    List<Line> lines = readAll(stream("\n".repeat(count)), Long.MAX_VALUE, NO_LIMIT);
    assertThat(lines).hasSize(count).allMatch(line -> line.text().isEmpty());
    assertThat(lines.get(count - 1).offset()).isEqualTo(count - 1);
  }

  @Test
  void carriageReturnsStayInTheLine() throws IOException {
    assertThat(texts("a\r\n\r\nb\rc\r")).containsExactly("a\r", "\r", "b\rc\r");
  }

  @Test
  void aReaderAtTheEndStaysThere() throws IOException {
    try (LineReader reader = new LineReader(NO_LIMIT).openStart(stream("a"), Long.MAX_VALUE)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();
      assertThat(reader.next()).isFalse();
      assertThat(reader.position()).isEqualTo(1);
    }
  }

  @Test
  void aReaderKeepsNothingOfTheRangeBefore() throws IOException {
    LineReader reader = new LineReader(8);
    reader.openStart(stream("left\nbehind by all means\nunread\n"), Long.MAX_VALUE);
    assertThat(reader.next()).isTrue();
    byte[] buffer = reader.bytes();
    assertThat(reader.next() && reader.tooLong()).isTrue();
    reader.close();
    byte[] text = utf8("cut\none\ntwo");

    reader.openRange(new ByteArrayInputStream(text, 1, text.length), 2, 100);
    assertThat(reader.bytes()).isSameAs(buffer);
    assertThat(read(reader)).isEqualTo(range(text, 2, 102)).hasSize(2);

    reader.openStart(stream("\ufeffthree"), Long.MAX_VALUE);
    assertThat(read(reader)).extracting(Line::text).containsExactly("three");
  }

  @Test
  void theBufferOfAVeryLongLineIsNotKept() throws IOException {
    LineReader reader = new LineReader(NO_LIMIT);
    reader.openStart(stream("a".repeat(2 << 20)), Long.MAX_VALUE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.bytes()).hasSizeGreaterThan(2 << 20);
    reader.close();
    reader.openStart(stream("b"), Long.MAX_VALUE);
    assertThat(reader.bytes()).hasSizeLessThan(1 << 20);
  }

  @Test
  void closingTheReaderClosesItsStream() throws IOException {
    Trickle in = new Trickle(utf8("a"), 1);
    new LineReader(NO_LIMIT).openStart(in, 1).close();
    assertThat(in.closed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "262143, 65536",
    "262144, 65536",
    "262145, 65536",
    "262144, 3",
    "524287, 9999",
    "524288, 65537",
    "524289, 262144",
    "1000000, 262145",
    "5000000, 1000000",
  })
  void linesLongerThanTheBufferAreWhole(int length, int chunk) throws IOException {
    byte[] text = utf8("before\n" + digits(length) + "\n" + digits(length - 1) + "\nbehind");
    assertThat(readAll(new Trickle(text, chunk), Long.MAX_VALUE, NO_LIMIT))
        .isEqualTo(linesOf(text));
  }

  @Test
  void linesOfManyLengthsSurviveEveryMoveOfTheBuffer() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      int bound = random.nextInt(10) == 0 ? 400_000 : 5000;
      text.append(digits(random.nextInt(bound))).append('\n');
    }
    byte[] bytes = utf8(text.toString());
    assertThat(readAll(new Trickle(bytes, 100_003), Long.MAX_VALUE, NO_LIMIT))
        .isEqualTo(linesOf(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 7, 8, 9, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 524_288, 1_000_000})
  void aLineOfTheLimitIsWholeAndOneByteMoreIsTooLong(int limit) throws IOException {
    for (int chunk : new int[] {4096, 65_537, 1 << 30}) {
      for (int length = Math.max(1, limit - 1); length <= limit + 1; length++) {
        checkAtLimit(limit, length, chunk);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_537, 65_538, 262_144, 262_145, 3_000_000})
  void ofALineThatIsTooLongTheBeginningIsKept(int length) throws IOException {
    String line = digits(length);
    byte[] text = utf8("a\n" + line + "\nb\n" + line);
    String kept = line.substring(0, LineReader.KEPT_BYTES);
    for (int chunk : new int[] {4096, 50_000, 1 << 30}) {
      assertThat(readAll(new Trickle(text, chunk), Long.MAX_VALUE, LineReader.KEPT_BYTES))
          .containsExactly(
              new Line(0, 1, "a"),
              new Line(2, length, kept),
              new Line(length + 3L, 1, "b"),
              new Line(length + 5L, length, kept));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1024, 65_535})
  void underASmallLimitAsMuchAsTheLimitIsKept(int limit) throws IOException {
    String line = digits(1_000_000);
    for (int chunk : new int[] {1, 4096, 50_000, 1 << 30}) {
      List<Line> lines = readAll(new Trickle(utf8(line + "\nb"), chunk), Long.MAX_VALUE, limit);
      assertThat(lines).extracting(Line::length).containsExactly(1_000_000L, 1L);
      assertThat(lines.get(0).text()).hasSize(Math.min(limit, LineReader.KEPT_BYTES));
      assertThat(line).startsWith(lines.get(0).text());
    }
  }

  @Test
  void aLineThatIsTooLongBelongsToTheRangeInWhichItBegins() throws IOException {
    byte[] text = utf8("a\n" + digits(1_000_000) + "\nb\nc");
    assertThat(offsets(text, 0, 2)).containsExactly(0L);
    assertThat(offsets(text, 2, 500_000)).containsExactly(2L);
    assertThat(offsets(text, 3, 500_000)).isEmpty();
    assertThat(offsets(text, 500_000, 1_000_003)).isEmpty();
    assertThat(offsets(text, 500_000, 1_000_004)).containsExactly(1_000_003L);
    assertThat(offsets(text, 1_000_004, 2_000_000)).containsExactly(1_000_005L);
  }

  @Test
  void aHugeLineIsPassedOverInBoundedMemory() throws IOException {
    long huge = 300L << 20;
    int limit = 1 << 20;
    try (LineReader reader = new LineReader(limit).openStart(new Huge(huge), Long.MAX_VALUE)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.tooLong()).isTrue();
      assertThat(reader.length()).isEqualTo(huge);
      assertThat(reader.end() - reader.start()).isEqualTo(LineReader.KEPT_BYTES);
      assertThat(reader.bytes().length).isEqualTo(LineReader.KEPT_BYTES);
      assertThat(reader.next()).isTrue();
      assertThat(text(reader)).isEqualTo("behind");
      assertThat(reader.offset()).isEqualTo(huge + 1);
      // The array of a line that is not too long is the buffer itself.
      assertThat(reader.bytes().length).isLessThanOrEqualTo(limit + INITIAL_BYTES);
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void aHugeLineCutByTheRangeIsPassedOverToo() throws IOException {
    long huge = 300L << 20;
    try (LineReader reader = new LineReader(1024).openRange(new Huge(huge), 1, Integer.MAX_VALUE)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.offset()).isEqualTo(huge + 1);
      assertThat(reader.bytes().length).isEqualTo(INITIAL_BYTES);
      assertThat(reader.next()).isFalse();
    }
  }

  private static void checkAtLimit(int limit, int length, int chunk) throws IOException {
    String line = digits(length);
    boolean tooLong = length > limit;
    String kept = tooLong ? digits(Math.min(limit, LineReader.KEPT_BYTES)) : line;
    InputStream in = new Trickle(utf8(line + "\n" + line + "\n!\n" + line), chunk);
    try (LineReader reader = new LineReader(limit).openStart(in, Long.MAX_VALUE)) {
      checkNext(reader, new Line(0, length, kept), tooLong);
      checkNext(reader, new Line(length + 1L, length, kept), tooLong);
      checkNext(reader, new Line(2L * length + 2, 1, "!"), false);
      checkNext(reader, new Line(2L * length + 4, length, kept), tooLong);
      assertThat(reader.next()).isFalse();
    }
  }

  private static void checkNext(LineReader reader, Line expected, boolean tooLong)
      throws IOException {
    assertThat(reader.next()).isTrue();
    assertThat(line(reader)).isEqualTo(expected);
    assertThat(reader.tooLong()).isEqualTo(tooLong);
  }

  private static void checkRange(byte[] text, int from, int to, List<Line> lines)
      throws IOException {
    List<Line> expected = new ArrayList<>();
    for (Line line : lines) {
      if (line.offset() >= from && line.offset() < to) {
        expected.add(line);
      }
    }
    List<Line> found = range(text, from, to);
    if (!found.equals(expected)) {
      assertThat(found).as("range %d to %d", from, to).isEqualTo(expected);
    }
  }

  private static List<Line> range(byte[] text, int from, int to) throws IOException {
    if (from == 0) {
      return readAll(new ByteArrayInputStream(text), to, NO_LIMIT);
    }
    InputStream in = new ByteArrayInputStream(text, from - 1, text.length);
    return read(new LineReader(NO_LIMIT).openRange(in, from, (long) to - from));
  }

  private static List<Long> offsets(byte[] text, int from, int to) throws IOException {
    List<Long> offsets = new ArrayList<>();
    range(text, from, to).forEach(line -> offsets.add(line.offset()));
    return offsets;
  }

  private static List<Line> readAll(InputStream in, long length, int limit) throws IOException {
    return read(new LineReader(limit).openStart(in, length));
  }

  private static List<Line> read(LineReader lines) throws IOException {
    List<Line> read = new ArrayList<>();
    try (LineReader reader = lines) {
      while (reader.next()) {
        read.add(line(reader));
      }
    }
    return read;
  }

  private static Line line(LineReader reader) {
    return new Line(reader.offset(), reader.length(), text(reader));
  }

  private static String text(LineReader reader) {
    return new String(reader.bytes(), reader.start(), reader.end() - reader.start(), UTF_8);
  }

  private static List<String> texts(String text) throws IOException {
    List<String> texts = new ArrayList<>();
    readAll(stream(text), Long.MAX_VALUE, NO_LIMIT).forEach(line -> texts.add(line.text()));
    return texts;
  }

  /** The lines of a text, byte by byte and with no buffer to go wrong. */
  private static List<Line> linesOf(byte[] text) {
    List<Line> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int start = new String(text, UTF_8).startsWith(MARK) ? 3 : 0;
    for (int i = start; i < text.length; i++) {
      if (text[i] != '\n') {
        line.write(text[i]);
      } else {
        lines.add(new Line(start, line.size(), line.toString(UTF_8)));
        line.reset();
        start = i + 1;
      }
    }
    if (start < text.length) {
      lines.add(new Line(start, line.size(), line.toString(UTF_8)));
    }
    return lines;
  }

  private static String digits(int length) {
    String block = "0123456789abcdefghijk";
    return block.repeat(length / block.length() + 1).substring(0, length);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** Gives at most so many bytes a read. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int chunk;
    private boolean closed;

    Trickle(byte[] bytes, int chunk) {
      super(bytes);
      this.chunk = chunk;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, chunk));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** One line of so many bytes and a short one behind it, held nowhere. */
  private static final class Huge extends InputStream {
    private final InputStream behind = stream("\nbehind");
    private long left;

    Huge(long length) {
      left = length;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("the reader reads blocks");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return behind.read(target, offset, length);
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(target, offset, offset + count, (byte) 'x');
      left -= count;
      return count;
    }
  }
}
