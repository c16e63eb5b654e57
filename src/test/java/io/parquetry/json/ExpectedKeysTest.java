/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.json.ObjectScanner.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedKeysTest {
  private static final String REST = "1234567}";

  @Test
  void nothingIsExpectedOfATableWithoutKeys() {
    assertThat(expected(new ExpectedKeys(new KeyTable()), "\"\":" + REST))
        .isEqualTo(KeyTable.ABSENT);
  }

  @Test
  void aKeyIsExpectedWhereItCameBefore() {
    ExpectedKeys keys = keys("a", "b", "c");
    lines(keys, "a", "b", "c", "a");
    // Behind the last one is b.
    assertThat(expected(keys, "\"c\":" + REST)).isEqualTo(KeyTable.ABSENT);
    assertThat(expected(keys, "\"b\":" + REST)).isEqualTo(1);
    assertThat(expected(keys, "\"c\":" + REST)).isEqualTo(2);
    assertThat(expected(keys, "\"a\":" + REST)).isZero();
  }

  @Test
  void aKeyThatLinesHaveOrHaveNotLeavesTwoThatAreExpected() {
    ExpectedKeys keys = keys("a", "sometimes", "b");
    lines(keys, "a", "sometimes", "b", "a", "b", "a");
    assertThat(expected(keys, "\"sometimes\":" + REST)).isEqualTo(1);
    assertThat(expected(keys, "\"b\":" + REST)).isEqualTo(2);
    assertThat(expected(keys, "\"a\":" + REST)).isZero();
    assertThat(expected(keys, "\"b\":" + REST)).isEqualTo(2);
  }

  @Test
  void keysOfAnyLengthAreToldFromAllThatDifferInOneByte() {
    List<String> names = IntStream.range(0, 40).mapToObj("x"::repeat).collect(Collectors.toList());
    for (String name : names) {
      ExpectedKeys keys = keys(name);
      lines(keys, name, name);
      String token = "\"" + name + "\":";
      assertThat(expected(keys, token + REST)).as(token).isZero();
      assertThat(keys.tokenLength(0)).isEqualTo(token.length());
      for (int i = 0; i < token.length(); i++) {
        String other = token.substring(0, i) + "y" + token.substring(i + 1);
        assertThat(expected(keys, other + REST)).as(other).isEqualTo(KeyTable.ABSENT);
      }
    }
  }

  @Test
  void whereKeysComeInAnyOrderTheyAreNotComparedUntilTheyComeInOrderAgain() {
    String[] names = numbered(20);
    ExpectedKeys keys = keys(names);
    lines(keys, "k0", "k1", "k0");
    assertThat(expected(keys, "\"k1\":" + REST)).isEqualTo(1);
    disorder(keys, names, 0);
    for (String name : names) {
      assertThat(expected(keys, "\"" + name + "\":" + REST)).isEqualTo(KeyTable.ABSENT);
    }
    for (int i = 0; i < 1_000; i++) {
      lines(keys, "k0", "k1");
    }
    assertThat(expected(keys, "\"k0\":" + REST)).isZero();
  }

  /** Whatever the phase in which lines and the keys that are learnt from come together. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 16, 17, 20, 32, 251})
  void linesInOrderAreComparedAgainHoweverManyFieldsTheyHave(int fields) {
    String[] names = numbered(Math.max(20, fields));
    String[] line = Arrays.copyOf(names, fields);
    for (int phase = 0; phase < 20; phase++) {
      ExpectedKeys keys = keys(names);
      disorder(keys, names, phase);
      for (int i = 0; i < 20_000; i += fields) {
        lines(keys, line);
      }
      lines(keys, line);
      assertThat(expected(keys, "\"k0\":" + REST)).as("phase %d", phase).isZero();
    }
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i).toArray(String[]::new);
  }

  /** Keys of which hardly two come one behind the other twice. */
  private static void disorder(ExpectedKeys keys, String[] names, int more) {
    Random random = new Random(5);
    for (int i = 0; i < 2_000 + more; i++) {
      lines(keys, names[random.nextInt(names.length)]);
    }
  }

  @Test
  void whatStandsBehindTheLineIsNotLookedAt() {
    ExpectedKeys keys = keys("key");
    lines(keys, "key", "key");
    byte[] bytes = ("\"key\":" + REST).getBytes(UTF_8);
    for (int to = 0; to < 8; to++) {
      assertThat(keys.expected(bytes, 0, to)).isEqualTo(KeyTable.ABSENT);
    }
    assertThat(keys.expected(bytes, 0, 8)).isZero();
  }

  @Test
  void keysThatComeLaterAreExpectedToo() {
    KeyTable table = new KeyTable();
    ExpectedKeys keys = new ExpectedKeys(table);
    for (int i = 0; i < 1_000; i++) {
      byte[] key = ("k" + i).getBytes(UTF_8);
      table.add(key, 0, key.length);
      assertThat(keys.find(key, 0, key.length)).isEqualTo(i);
    }
    lines(keys, "k0");
    for (int i = 1; i < 1_000; i++) {
      assertThat(expected(keys, "\"k" + i + "\":" + REST)).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\nb", "a\nb", "\u0000"})
  void aKeyThatAlwaysHasEscapesIsNeverTakenAsItStands(String name) {
    ObjectScanner scanner = new ObjectScanner(10, KeyTable.of(List.of(name)));
    String escaped = name.replace("\\", "\\\\").replace("\"", "\\\"");
    escaped = escaped.replace("\n", "\\n").replace("\u0000", "\\u0000");
    for (int i = 0; i < 3; i++) {
      assertThat(scan(scanner, "{\"" + escaped + "\":12345678}")).isEqualTo(Verdict.OBJECT);
      assertThat(scanner.position(0)).isEqualTo(KeyTable.ABSENT);
      Verdict verdict = scan(scanner, "{\"" + name + "\":12345678}");
      if (verdict == Verdict.OBJECT) {
        // Read as JSON, it is another key.
        assertThat(scanner.position(0)).isEqualTo(KeyTable.ABSENT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\":12345678}",
        "{\"key\" :12345678}",
        "{ \"key\": 12345678}",
        "{\"key\":\t12345678 }",
        "{\"key\":1}",
        "{\"key\":12345678,\"key\":12345678,\"key\" : 1}",
      })
  void whiteSpaceAndPlaceDoNotMatter(String line) {
    ObjectScanner scanner = new ObjectScanner(10, KeyTable.of(List.of("other", "key")));
    for (int i = 0; i < 3; i++) {
      assertThat(scan(scanner, line)).isEqualTo(Verdict.OBJECT);
      for (int field = 0; field < scanner.fieldCount(); field++) {
        assertThat(scanner.position(field)).isEqualTo(1);
        assertThat(scanner.keyEscaped(field)).isFalse();
        assertThat(line.substring(scanner.keyStart(field), scanner.keyEnd(field))).isEqualTo("key");
        assertThat(line.substring(scanner.valueStart(field), scanner.valueEnd(field)))
            .matches("1(2345678)?");
      }
    }
  }

  private static ExpectedKeys keys(String... names) {
    return new ExpectedKeys(KeyTable.of(List.of(names)));
  }

  private static void lines(ExpectedKeys keys, String... names) {
    for (String name : names) {
      byte[] key = name.getBytes(UTF_8);
      keys.find(key, 0, key.length);
    }
  }

  private static int expected(ExpectedKeys keys, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return keys.expected(bytes, 0, bytes.length);
  }

  private static Verdict scan(ObjectScanner scanner, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return scanner.scan(bytes, 0, bytes.length);
  }
}
