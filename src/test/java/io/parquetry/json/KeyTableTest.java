/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyTableTest {

  @Test
  void anEmptyTableHoldsNoKey() {
    KeyTable table = new KeyTable();
    assertThat(table.size()).isZero();
    assertThat(find(table, "")).isEqualTo(KeyTable.ABSENT);
    assertThat(find(table, "a")).isEqualTo(KeyTable.ABSENT);
  }

  @Test
  void theEmptyKeyIsAKeyLikeAnyOther() {
    KeyTable table = KeyTable.of(List.of("a", ""));
    assertThat(find(table, "")).isEqualTo(1);
    assertThat(table.name(1)).isEmpty();
  }

  @Test
  void namesHavePositionsInTheirOrder() {
    List<String> names = List.of("b", "a", "\u00e9", "\ud83d\ude00", "a b");
    KeyTable table = KeyTable.of(names);
    checkAll(table, names);
    assertThat(table.size()).isEqualTo(5);
  }

  @Test
  void onlyTheSliceCounts() {
    KeyTable table = KeyTable.of(List.of("id", "i", "xid"));
    byte[] bytes = "xidx".getBytes(UTF_8);
    assertThat(table.find(bytes, 1, 3)).isEqualTo(0);
    assertThat(table.find(bytes, 1, 2)).isEqualTo(1);
    assertThat(table.find(bytes, 0, 3)).isEqualTo(2);
    assertThat(table.find(bytes, 1, 4)).isEqualTo(KeyTable.ABSENT);
  }

  @Test
  void keysOutliveTheBytesTheyCameIn() {
    KeyTable table = new KeyTable();
    byte[] bytes = "key".getBytes(UTF_8);
    table.add(bytes, 0, 3);
    bytes[0] = 'X';
    assertThat(find(table, "key")).isZero();
    assertThat(table.name(0)).isEqualTo("key");
  }

  @Test
  void keysThatSharePrefixesOfAnyLengthAreApart() {
    // Up to 7 bytes are one word, up to 16 two, which may overlap; longer keys are compared whole.
    List<String> names = IntStream.range(0, 40).mapToObj("x"::repeat).collect(Collectors.toList());
    KeyTable table = KeyTable.of(names);
    checkAll(table, names);
    assertThat(find(table, "x".repeat(40))).isEqualTo(KeyTable.ABSENT);
    assertThat(find(table, "x".repeat(7) + "y")).isEqualTo(KeyTable.ABSENT);
  }

  @Test
  void whatStandsAroundAKeyIsNoneOfIt() {
    for (int length = 0; length <= 25; length++) {
      byte[] key = "k".repeat(length).getBytes(UTF_8);
      KeyTable table = new KeyTable();
      table.add(key, 0, length);
      byte[] bytes = new byte[64];
      for (int around : new int[] {0, 'k', 0xff}) {
        for (int from : new int[] {0, 20, 64 - length}) {
          Arrays.fill(bytes, (byte) around);
          System.arraycopy(key, 0, bytes, from, length);
          assertThat(table.find(bytes, from, from + length)).isZero();
          if (from + length < 64) {
            // One more: neither a zero nor the same byte again makes it the same key.
            assertThat(table.find(bytes, from, from + length + 1)).isEqualTo(KeyTable.ABSENT);
          }
        }
      }
    }
  }

  @Test
  void longKeysThatBeginAndEndAlikeAreApart() {
    List<String> names = List.of("beginning-a-ending12", "beginning-b-ending12");
    KeyTable table = KeyTable.of(names);
    checkAll(table, names);
    assertThat(find(table, "beginning-c-ending12")).isEqualTo(KeyTable.ABSENT);
  }

  @Test
  void anotherOrderOfKeysFindsTheSamePositions() {
    List<String> names = numbered("k", 30);
    KeyTable table = KeyTable.of(names);
    List<String> order = new ArrayList<>(names);
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      Collections.shuffle(order, random);
      order.forEach(name -> assertThat(find(table, name)).isEqualTo(names.indexOf(name)));
    }
  }

  @Test
  void theSameKeyTwiceInALineIsFoundTwice() {
    KeyTable table = KeyTable.of(List.of("a", "b"));
    for (String key : List.of("a", "a", "b", "b", "a", "a")) {
      assertThat(find(table, key)).isEqualTo(key.equals("a") ? 0 : 1);
    }
  }

  @Test
  void twentyThousandKeysKeepTheirPositionsWhileTheTableGrows() {
    List<String> names = numbered("column", 20_000);
    KeyTable table = new KeyTable();
    for (int i = 0; i < names.size(); i++) {
      assertThat(find(table, names.get(i))).isEqualTo(KeyTable.ABSENT);
      assertThat(add(table, names.get(i))).isEqualTo(i);
      assertThat(find(table, names.get(i / 2))).isEqualTo(i / 2);
    }
    checkAll(table, names);
  }

  @Test
  void randomKeysAreWhereAHashMapHasThem() {
    Random random = new Random(11);
    KeyTable table = new KeyTable();
    Map<String, Integer> expected = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      String key = randomKey(random);
      int position = expected.getOrDefault(key, KeyTable.ABSENT);
      assertThat(find(table, key)).as(key).isEqualTo(position);
      if (position == KeyTable.ABSENT) {
        expected.put(key, add(table, key));
      }
    }
    assertThat(table.size()).isEqualTo(expected.size());
    expected.forEach((key, position) -> assertThat(table.name(position)).isEqualTo(key));
  }

  /** Short keys of few letters return often, long ones are mostly new. */
  private static String randomKey(Random random) {
    int length = random.nextInt(20);
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < length; i++) {
      key.append("ab\u00e9".charAt(random.nextInt(length < 8 ? 3 : 2)));
    }
    return key.toString();
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.toList());
  }

  private static void checkAll(KeyTable table, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      assertThat(find(table, names.get(i))).isEqualTo(i);
      assertThat(table.name(i)).isEqualTo(names.get(i));
    }
  }

  private static int find(KeyTable table, String key) {
    byte[] bytes = key.getBytes(UTF_8);
    return table.find(bytes, 0, bytes.length);
  }

  private static int add(KeyTable table, String key) {
    byte[] bytes = key.getBytes(UTF_8);
    return table.add(bytes, 0, bytes.length);
  }
}
