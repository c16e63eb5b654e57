/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Small inputs for Spark and for us: each has few keys, and for each place a habit of one or two
 * kinds of values, so that many types meet and not everything ends as text.
 */
final class RandomSparkLines {
  private static final String[] KEYS = {"a", "b", "c", "größe", "x.y", "k\\u0041", "Zz"};
  private static final String[] TEXTS = {
    "x",
    "null",
    "a, b",
    "NaN",
    "17",
    "quote\\\"",
    "back\\\\slash",
    "line\\nfeed",
    "Zürich 😀",
    "\\ud83d\\ude00",
    "tab\\t\\u0001",
    "solidus\\/",
    "a longer text than eight bytes"
  };
  private static final String[] BAD = {
    "{\"a\":",
    "{\"a\":1,}",
    "{\"a\":01}",
    "nonsense",
    "17",
    "{\"a\":tru}",
    "{a:1}",
    "[1",
    "{\"a\":\"\\x\"}"
  };

  private final Random random;
  private boolean emptyStrings = true;

  RandomSparkLines(long seed) {
    this.random = new Random(seed);
  }

  /** Writes one case: one to three files of a few lines. */
  void write(Path input) throws IOException {
    Files.createDirectories(input);
    int files = 1 + random.nextInt(3);
    int[] habits = new int[64];
    for (int i = 0; i < habits.length; i++) {
      habits[i] = random.nextInt(1 << 10);
    }
    boolean lenient = random.nextInt(3) == 0;
    for (int i = 0; i < files; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(15); k >= 0; k--) {
        text.append(line(habits, lenient)).append(random.nextInt(9) == 0 ? "\r\n" : "\n");
      }
      Files.write(
          input.resolve("part-" + i + ".ndjson"), text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private String line(int[] habits, boolean lenient) {
    int kind = random.nextInt(40);
    if (kind == 0) {
      return "";
    }
    if (kind == 1) {
      return lenient ? BAD[random.nextInt(BAD.length)] : " \t ";
    }
    if (kind == 2 && lenient) {
      return topLevelArray(habits);
    }
    String object = object(habits, 1, 0);
    boolean quotes = lenient && kind < 8 && !object.contains("'");
    return quotes ? object.replaceFirst("\"([a-z])\"", "'$1'") : object;
  }

  /** Without empty strings, which are a deliberate difference there. */
  private String topLevelArray(int[] habits) {
    StringBuilder array = new StringBuilder("[");
    emptyStrings = false;
    for (int i = random.nextInt(4); i >= 0; i--) {
      array.append(object(habits, 1, 0)).append(i > 0 ? "," : "");
    }
    emptyStrings = true;
    return array + "]";
  }

  private String object(int[] habits, int place, int depth) {
    StringBuilder object = new StringBuilder("{");
    String comma = "";
    for (int i = 0; i < KEYS.length; i++) {
      if (random.nextInt(depth == 0 ? 3 : 2) == 0) {
        object.append(comma).append(space()).append('"').append(KEYS[i]).append("\":");
        object.append(space()).append(value(habits, place * 7 + i, depth + 1));
        comma = ",";
      }
    }
    return object.append(space()).append('}').toString();
  }

  private String space() {
    return random.nextInt(6) == 0 ? " " : "";
  }

  private String value(int[] habits, int place, int depth) {
    int habit = habits[place % habits.length];
    if (random.nextInt(12) == 0) {
      return "null";
    }
    if (emptyStrings && random.nextInt(25) == 0) {
      return "\"\"";
    }
    // One kind mostly; of half the places sometimes a second one.
    int kind = (habit & 512) != 0 && random.nextInt(4) == 0 ? habit >> 4 & 15 : habit & 15;
    switch (kind) {
      case 0:
      case 1:
      case 2:
        return '"' + TEXTS[random.nextInt(TEXTS.length)] + '"';
      case 3:
        return random.nextBoolean() ? "true" : "false";
      case 4:
      case 5:
        return integer();
      case 6:
      case 7:
        return random.nextInt(3) == 0 ? integer() : fraction();
      case 8:
        return random.nextInt(4) == 0 ? "NaN" : fraction();
      case 9:
      case 10:
      case 11:
        return array(habits, place, depth);
      default:
        return depth > 3 ? "{}" : object(habits, place + 3, depth);
    }
  }

  private String array(int[] habits, int place, int depth) {
    StringBuilder array = new StringBuilder("[");
    int count = depth > 4 ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      array.append(i == 0 ? "" : ",").append(space());
      array.append(value(habits, place * 5 + 11, depth + 1));
    }
    return array.append(space()).append(']').toString();
  }

  private String integer() {
    switch (random.nextInt(8)) {
      case 0:
        return "-0";
      case 1:
        return Long.toString(random.nextLong());
      case 2:
        StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-1" : "9");
        for (int i = random.nextInt(40); i > 0; i--) {
          digits.append(random.nextInt(10));
        }
        return digits.toString();
      default:
        return Integer.toString(random.nextInt(2_000) - 1_000);
    }
  }

  private String fraction() {
    switch (random.nextInt(6)) {
      case 0:
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? Double.toString(any) : "-0.0";
      case 1:
        return random.nextInt(100) + "e" + (random.nextInt(700) - 350);
      case 2:
        return random.nextInt(10) + "." + random.nextInt(1000) + "00";
      default:
        return Double.toString(random.nextInt(100_000) / 100.0);
    }
  }
}
