/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.json.ObjectScanner.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScannerAgainstJacksonTest {
  private static final int MARGIN = 16;

  /** Enough for most keys to be known, and for others to stay unknown. */
  private static final int MOST_KEYS = 2_000;

  private final KeyTable keys = new KeyTable();
  private final ObjectScanner scanner = new ObjectScanner(1_000_000, keys);
  private final ObjectScanner notingTokens = ObjectScanner.notingTokens(1_000_000, keys);
  private final JacksonOracle oracle = new JacksonOracle();

  @Test
  void scannerAndJacksonAgreeOnEveryGeneratedLine() {
    compare(20_261_101L, 200_000);
  }

  @Test
  @Tag("long")
  void scannerAndJacksonAgreeOnMillionsOfLinesOfANewSeed() {
    // A fresh seed widens what was ever tried; a failure prints it.
    compare(System.nanoTime(), 3_000_000);
  }

  private void compare(long seed, int count) {
    RandomLines lines = new RandomLines(seed);
    SplittableRandom margins = new SplittableRandom(seed);
    Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
    long nested = 0;
    for (int i = 0; i < count; i++) {
      byte[] line = lines.next();
      LineContent expected = oracle.read(line);
      LineContent found = scan(line, margins);
      if (!found.equals(expected)) {
        assertThat(found).as(name(seed, i, line)).isEqualTo(expected);
      }
      LineContent again = scanAgain(line, margins);
      if (!again.equals(expected)) {
        assertThat(again).as("again: " + name(seed, i, line)).isEqualTo(expected);
      }
      seen.merge(found.verdict(), 1, Integer::sum);
      if (found.verdict() == Verdict.OBJECT) {
        nested += compareTokens(line, name(seed, i, line));
      }
    }
    // Without many of both kinds the comparison would say little.
    assertThat(seen.get(Verdict.OBJECT)).as("valid lines").isGreaterThan(count / 3);
    assertThat(seen.get(Verdict.BAD)).as("bad lines").isGreaterThan(count / 4);
    assertThat(nested).as("nested values").isGreaterThan(count / 10);
  }

  /**
   * Compares the tokens of all nested values of a valid line; returns how many values those are.
   */
  private int compareTokens(byte[] line, String name) {
    assertThat(notingTokens.scan(line, 0, line.length)).as(name).isEqualTo(Verdict.OBJECT);
    int nested = 0;
    for (int field = 0; field < notingTokens.fieldCount(); field++) {
      JsonKind kind = notingTokens.kind(field);
      if (kind == JsonKind.OBJECT || kind == JsonKind.ARRAY) {
        nested++;
        byte[] value =
            Arrays.copyOfRange(line, notingTokens.valueStart(field), notingTokens.valueEnd(field));
        List<String> found = tokens(notingTokens.tokens(), notingTokens.firstToken(field));
        List<String> expected = oracle.tokens(value);
        if (!found.equals(expected)) {
          assertThat(found).as(name).isEqualTo(expected);
        }
      }
    }
    return nested;
  }

  /** Of each token within a value what it is, its text, and how many there are within it. */
  private static List<String> tokens(Tokens tokens, int value) {
    List<String> all = new ArrayList<>();
    for (int i = value; i < tokens.behind(value); i++) {
      String text =
          LineContent.text(tokens.bytes(), tokens.start(i), tokens.end(i), tokens.escaped(i));
      all.add(tokens.kind(i) + " " + text + " " + (tokens.behind(i) - i));
    }
    return all;
  }

  /** Scans the line amidst bytes that would change the result if they were looked at. */
  private LineContent scan(byte[] line, SplittableRandom margins) {
    byte[] source = new byte[line.length + 2 * MARGIN];
    byte[] hostile = "\"\\}]0e.,u8\u0000".getBytes(ISO_8859_1);
    Arrays.fill(source, hostile[margins.nextInt(hostile.length)]);
    int start = margins.nextInt(MARGIN);
    System.arraycopy(line, 0, source, start, line.length);
    LineContent content = LineContent.scanned(scanner, source, start, start + line.length);
    if (content.verdict() == Verdict.BAD) {
      assertThat(scanner.defectAt()).isBetween(start, start + line.length);
      assertThat(scanner.defect()).isNotNull();
    }
    return content;
  }

  /** Scans the line with its keys known, and those before a defect expected in their order. */
  private LineContent scanAgain(byte[] line, SplittableRandom margins) {
    Defect defect = scanner.defect();
    int fieldCount = scanner.fieldCount();
    for (int field = 0; defect == null && field < fieldCount; field++) {
      if (scanner.position(field) == KeyTable.ABSENT && keys.size() < MOST_KEYS) {
        byte[] key = key(field).getBytes(UTF_8);
        if (keys.find(key, 0, key.length) == KeyTable.ABSENT) {
          keys.add(key, 0, key.length);
        }
      }
    }
    LineContent content = scan(line, margins);
    assertThat(scanner.defect()).isEqualTo(defect);
    assertThat(scanner.fieldCount()).isEqualTo(fieldCount);
    for (int field = 0; field < fieldCount; field++) {
      byte[] key = key(field).getBytes(UTF_8);
      int position = scanner.keyEscaped(field) ? KeyTable.ABSENT : keys.find(key, 0, key.length);
      assertThat(scanner.position(field)).isEqualTo(position);
    }
    return content;
  }

  private String key(int field) {
    return LineContent.text(
        scanner.bytes(), scanner.keyStart(field), scanner.keyEnd(field), scanner.keyEscaped(field));
  }

  private static String name(long seed, int number, byte[] line) {
    return String.format("seed %d, line %d, hex %s", seed, number, HexFormat.of().formatHex(line));
  }
}
