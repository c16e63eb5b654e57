/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Endless lines of JSON from a seed: valid objects, and others damaged by a few bytes. */
final class RandomLines {
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "7",
    "-12",
    "3.25",
    "-0.0",
    "1e400",
    "2E-7",
    "1.5e+10",
    "0e0",
    "9223372036854775808",
    "1234567890123456789012345678901234567890",
  };

  private static final String[] TEXTS = {
    "",
    "a",
    "id",
    "plain text of more than eight bytes",
    "\u007f",
    "\u00e9",
    "\u20ac",
    "\uffff",
    "\ud83d\ude00",
    "\udbff\udfff",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b\\f\\r\\t",
    "\\u0000",
    "\\u0022",
    "\\u00e9",
    "\\u20AC",
    "\\uFFFF",
    "\\ud83d\\uDE00",
    "'",
    "{",
    "]",
    ",",
    ":",
    " ",
    "0",
  };

  /** Where damage is likeliest to tell a lax reader from a strict one. */
  private static final String[] SPLINTERS = {
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\t",
    "\r",
    "\n",
    "0",
    "1",
    "-",
    "+",
    ".",
    "e",
    "E",
    "t",
    "true",
    "nul",
    "NaN",
    "\\u",
    "\\ud83d",
    "\\ude00",
    "\\u12g4",
    "\\x",
    "'",
    "/",
    "//",
    "\u0000",
    "\u0001",
    "\u001f",
    "\u007f",
    "\u0080",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "\ud83d\ude00",
    "01",
    "1.",
    ".5",
    "1e",
    "-\"",
    "{}",
    "[]",
    "\"\"",
    "\"a\":1,",
    ",\"b\":[",
  };

  private static final int[] BYTES = {
    0x00, 0x1f, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed,
    0xef, 0xf0, 0xf4, 0xf5, 0xff,
  };

  private final SplittableRandom random;
  private byte[] previous = {};

  RandomLines(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The next line; two of three are damaged. */
  byte[] next() {
    byte[] whole = object();
    byte[] line = whole;
    if (random.nextInt(3) > 0) {
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        line = damaged(line);
      }
    }
    previous = whole;
    return line;
  }

  private byte[] object() {
    StringBuilder text = new StringBuilder();
    space(text);
    members(text, 0);
    space(text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void members(StringBuilder text, int depth) {
    text.append('{');
    space(text);
    for (int left = random.nextInt(depth == 0 ? 8 : 4); left > 0; left--) {
      string(text);
      space(text);
      text.append(':');
      space(text);
      value(text, depth + 1);
      space(text);
      text.append(left > 1 ? "," : "");
      space(text);
    }
    text.append('}');
  }

  private void elements(StringBuilder text, int depth) {
    text.append('[');
    space(text);
    for (int left = random.nextInt(4); left > 0; left--) {
      value(text, depth + 1);
      space(text);
      text.append(left > 1 ? "," : "");
      space(text);
    }
    text.append(']');
  }

  private void value(StringBuilder text, int depth) {
    // Nesting gets rarer with depth, or the expected length would have no bound.
    switch (random.nextInt(depth < 5 ? 8 : 6)) {
      case 0 -> text.append("true");
      case 1 -> text.append("false");
      case 2 -> text.append("null");
      case 3 -> text.append(number());
      case 4, 5 -> string(text);
      case 6 -> members(text, depth);
      default -> elements(text, depth);
    }
  }

  private String number() {
    return switch (random.nextInt(3)) {
      case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
      default -> Double.toString(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
    };
  }

  private void string(StringBuilder text) {
    text.append('"');
    for (int left = random.nextInt(4); left > 0; left--) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    text.append('"');
  }

  private void space(StringBuilder text) {
    if (random.nextInt(12) == 0) {
      text.append(" \t\r\n".charAt(random.nextInt(4)));
    }
  }

  private byte[] damaged(byte[] line) {
    int at = random.nextInt(line.length + 1);
    int end = Math.min(line.length, at + 1 + random.nextInt(6));
    return switch (random.nextInt(9)) {
      case 0 -> flipped(line, at);
      case 1 -> joined(line, at, new byte[0], end);
      case 2 -> joined(line, at, splinter(), at);
      case 3 -> joined(line, at, splinter(), end);
      case 4 -> joined(line, at, anyByte(), at);
      case 5 -> joined(line, at, anyByte(), Math.min(line.length, at + 1));
      case 6 -> joined(line, end, Arrays.copyOfRange(line, at, end), end);
      case 7 -> Arrays.copyOf(line, at);
      default -> spliced(line, at);
    };
  }

  private byte[] flipped(byte[] line, int at) {
    if (at == line.length) {
      return line;
    }
    byte[] other = line.clone();
    other[at] = (byte) (other[at] ^ (1 << random.nextInt(8)));
    return other;
  }

  private byte[] spliced(byte[] line, int at) {
    int from = random.nextInt(previous.length + 1);
    return joined(line, at, Arrays.copyOfRange(previous, from, previous.length), line.length);
  }

  private byte[] splinter() {
    return SPLINTERS[random.nextInt(SPLINTERS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private byte[] anyByte() {
    return new byte[] {(byte) BYTES[random.nextInt(BYTES.length)]};
  }

  /** What is before {@code to}, then the bytes between, then what is from {@code from} on. */
  private static byte[] joined(byte[] line, int to, byte[] between, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(line, 0, to);
    out.writeBytes(between);
    out.write(line, from, line.length - from);
    return out.toByteArray();
  }
}
