/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** NDJSON as nobody would write it by hand: every kind of value, odd keys, bad and blank lines. */
public final class RandomLines {
  private static final String[] KEYS = {
    "a",
    "b",
    "A",
    "id",
    "customer",
    "größe",
    "with blank",
    "dot.ted",
    "emoji 😀",
    "",
    "\\\"quoted\\\"",
    "\\u0061",
    "tab\\there",
    "x".repeat(70)
  };
  private static final String[] VALUES = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1.50",
    "1e400",
    "-12345678901234567890123456789012345678901",
    "0.1E-7",
    "\"\"",
    "\"null\"",
    "\"plain\"",
    "\"Zürich 東京 😀\"",
    "\"\\ud83d\\ude00 \\u00e9\\n\\/\"",
    "{}",
    "[]",
    "{\"zip\": 1 , \"city\":[\"x\", null, {\"deep\":true}]}",
    "[1,2.0,\"]\",[[]]]",
    "\"a longer text that fills more than one word of eight bytes, and then some\""
  };
  private static final String[] BAD = {
    "{\"a\":1,}",
    "{\"a\":01}",
    "[1]",
    "17",
    "{\"a\":1} {\"b\":2}",
    "{\"a\":\"\\ud800\"}",
    "{a:1}",
    "{\"a\":NaN}",
    "{\"a\":\"tab\there\"}",
    "{\"a\"",
    "nonsense",
    "{\"a\":[1,2}"
  };

  private final Random random;
  private final int columns;

  /** Lines with up to so many numbered keys besides the odd ones. */
  public RandomLines(long seed, int columns) {
    this.random = new Random(seed);
    this.columns = columns;
  }

  /** So many lines; one in ten is blank, one in ten bad. */
  public byte[] lines(int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.write(line());
      if (i < count - 1 || random.nextBoolean()) {
        out.write((random.nextInt(5) == 0 ? "\r\n" : "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toByteArray();
  }

  private byte[] line() {
    switch (random.nextInt(20)) {
      case 0:
        return new byte[0];
      case 1:
        return " \t ".getBytes(StandardCharsets.UTF_8);
      case 2:
        return BAD[random.nextInt(BAD.length)].getBytes(StandardCharsets.UTF_8);
      case 3:
        byte[] broken = object().getBytes(StandardCharsets.UTF_8);
        broken[random.nextInt(broken.length)] = (byte) (0x80 | random.nextInt(0x80));
        return broken;
      default:
        return object().getBytes(StandardCharsets.UTF_8);
    }
  }

  private String object() {
    StringBuilder line = new StringBuilder("{");
    int fields = random.nextInt(12);
    for (int i = 0; i < fields; i++) {
      boolean odd = columns == 0 || random.nextInt(3) == 0;
      String key = odd ? KEYS[random.nextInt(KEYS.length)] : "column_" + random.nextInt(columns);
      line.append(i == 0 ? "" : random.nextInt(4) == 0 ? " , " : ",");
      line.append('"').append(key).append("\":");
      line.append(random.nextInt(4) == 0 ? "  " : "").append(VALUES[random.nextInt(VALUES.length)]);
    }
    return line.append('}').toString();
  }
}
