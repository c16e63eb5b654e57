/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.json.KeyTable;
import io.parquetry.json.ObjectScanner;
import io.parquetry.json.ObjectScanner.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeTreeTest {
  private static final ObjectScanner SCANNER =
      ObjectScanner.notingTokens(1_000_000, new KeyTable());
  private static final String[] VALUES = {
    "null",
    "\"\"",
    "\"x\"",
    "true",
    "1",
    "9223372036854775808",
    "1.5",
    "[]",
    "{}",
    "[1]",
    "[\"\",2.5]",
    "{\"a\":1}",
    "{\"b\":{\"c\":[true]},\"a\":\"\"}",
    "{\"b\":{\"c\":[null,{}]},\"\":3}",
    "[[{\"a\":1}],[]]"
  };

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null                                  | string",
        "\"\"                                  | string",
        "\"\" 1                                | bigint",
        "1 2.5                                 | double",
        "1 9223372036854775807                 | bigint",
        "-9223372036854775808                  | bigint",
        "-9223372036854775809                  | decimal",
        "1 9223372036854775808                 | decimal",
        "99999999999999999999999999999999999999 | decimal",
        "100000000000000000000000000000000000000 | double",
        "9223372036854775808 0.5               | double",
        "true 1                                | string",
        "true null false                       | boolean",
        "[] null                               | array<string>",
        "[1] [2.5]                             | array<double>",
        "[1] [\"x\"]                           | array<string>",
        "[1] 1                                 | string",
        "[{\"a\":1}] [{\"b\":[]}]              | array<struct<a:bigint,b:array<string>>>",
        "{\"b\":1,\"a\":{\"x\":true}} {\"c\":\"\"} | struct<a:struct<x:boolean>,b:bigint,c:string>",
        "{\"a\":1} [1]                         | string",
        "{\"a\":{},\"b\":[{}],\"\":1,\"c\":1}  | struct<c:bigint>",
        "{} {}                                 | ``",
        "{\"\":1}                              | ``",
        "[{}]                                  | ``",
        "{} 1                                  | string"
      })
  void typesMergeByTheRules(String values, String type) {
    assertThat(treeOf(values.trim().split(" ")).text(1000)).isEqualTo(type);
  }

  /** The laws that let ranges be read in any order, and twice. */
  @Test
  void mergingIsAssociativeCommutativeAndIdempotent() {
    Random random = new Random(17);
    for (int round = 0; round < 1_000; round++) {
      TypeTree a = random(random);
      TypeTree b = random(random);
      TypeTree c = random(random);
      assertThat(canonical(merged(merged(a, b), c))).isEqualTo(canonical(merged(a, merged(b, c))));
      assertThat(canonical(merged(a, b))).isEqualTo(canonical(merged(b, a)));
      assertThat(canonical(merged(a, a))).isEqualTo(canonical(a));
      assertThat(canonical(merged(merged(a, b), b))).isEqualTo(canonical(merged(a, b)));
    }
  }

  @Test
  void valuesGatheredTogetherGiveTheSameAsValuesGatheredApartAndMerged() {
    Random random = new Random(18);
    for (int round = 0; round < 1_000; round++) {
      List<String> values = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        values.add(VALUES[random.nextInt(VALUES.length)]);
      }
      TypeTree apart = new TypeTree();
      values.forEach(value -> apart.addAll(treeOf(value)));
      String together = canonical(treeOf(values.toArray(new String[0])));
      Collections.shuffle(values, random);

      assertThat(canonical(apart)).as("%s", values).isEqualTo(together);
      assertThat(canonical(treeOf(values.toArray(new String[0])))).isEqualTo(together);
    }
  }

  @Test
  void serializingKeepsEverything() throws Exception {
    Random random = new Random(19);
    for (int round = 0; round < 500; round++) {
      TypeTree tree = random(random);
      TypeTree copy = serialized(tree);
      assertThat(canonical(copy)).isEqualTo(canonical(tree));
      copy.addAll(treeOf("{\"new\":{\"er\":1}}"));
      assertThat(canonical(copy))
          .isEqualTo(canonical(merged(tree, treeOf("{\"new\":{\"er\":1}}"))));
    }
  }

  @Test
  void aMillionLevelsOverflowNoStack() throws Exception {
    int depth = 999_999;
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    for (String value : List.of(arrays, objects)) {
      TypeTree tree = merged(treeOf(value), treeOf(value));

      assertThat(tree.size()).isEqualTo(depth + 1);
      assertThat(serialized(tree).text(20)).hasSize(23).endsWith("...");
      assertThat(tree.isColumn()).isTrue();
    }
  }

  @Test
  void aPlaceThatIsTextAnywayTakesNoRoomForWhatLiesInIt() {
    TypeTree tree = treeOf("\"text\"", "{\"a\":{\"b\":[1,2]}}", "[[[1]]]");

    assertThat(tree.size()).isEqualTo(1);
  }

  @Test
  void emptyStringsAreLostWhereTheTypeIsAnotherThanString() {
    assertThat(treeOf("\"\"", "1").losesEmptyStrings()).isTrue();
    assertThat(treeOf("[\"\",{\"a\":1}]").losesEmptyStrings()).isTrue();
    assertThat(treeOf("{\"a\":\"\"}", "{\"a\":true}").losesEmptyStrings()).isTrue();
    assertThat(treeOf("\"\"", "\"x\"").losesEmptyStrings()).isFalse();
    assertThat(treeOf("\"\"", "1", "\"x\"").losesEmptyStrings()).isFalse();
    assertThat(treeOf("{\"a\":\"\"}", "{\"a\":null}").losesEmptyStrings()).isFalse();
  }

  private static TypeTree random(Random random) {
    String[] values = new String[random.nextInt(4)];
    for (int i = 0; i < values.length; i++) {
      values[i] = VALUES[random.nextInt(VALUES.length)];
    }
    return treeOf(values);
  }

  private static TypeTree merged(TypeTree a, TypeTree b) {
    TypeTree merged = new TypeTree();
    merged.addAll(a);
    merged.addAll(b);
    return merged;
  }

  private static String canonical(TypeTree tree) {
    return tree.text(10_000) + tree.isColumn() + tree.losesEmptyStrings();
  }

  private static TypeTree serialized(TypeTree tree) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(tree);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (TypeTree) in.readObject();
    }
  }

  static TypeTree treeOf(String... values) {
    TypeTree tree = new TypeTree();
    for (String value : values) {
      byte[] line = ("{\"k\":" + value + "}").getBytes(StandardCharsets.UTF_8);
      assertThat(SCANNER.scan(line, 0, line.length)).isEqualTo(Verdict.OBJECT);
      tree.add(SCANNER, 0);
    }
    return tree;
  }
}
