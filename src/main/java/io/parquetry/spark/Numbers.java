/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import io.parquetry.json.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON numbers as Spark sees them and writes them. */
final class Numbers {
  private static final byte[] MAX_LONG = "9223372036854775807".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MIN_LONG = "9223372036854775808".getBytes(StandardCharsets.US_ASCII);

  /** More digits than this make a double of an integer. */
  private static final int DECIMAL_DIGITS = 38;

  /**
   * Two decimals of so many digits are never the same double, so the shorter one is the double's.
   */
  private static final int EXACT_DIGITS = 15;

  /** From 10^7 and below 10^-3 a double is written with an exponent. */
  private static final int PLAIN_INTEGER_DIGITS = 7;

  private static final int PLAIN_LEADING_ZEROS = 2;

  private Numbers() {}

  /** The type that one number has: {@code LONG}, {@code DECIMAL} or {@code DOUBLE}. */
  static Type type(byte[] bytes, int start, int end) {
    if (!isInteger(bytes, start, end)) {
      return Type.DOUBLE;
    }
    boolean negative = bytes[start] == '-';
    int from = negative ? start + 1 : start;
    int digits = end - from;
    if (digits < MAX_LONG.length) {
      return Type.LONG;
    }
    if (digits == MAX_LONG.length
        && Arrays.compare(bytes, from, end, negative ? MIN_LONG : MAX_LONG, 0, digits) <= 0) {
      return Type.LONG;
    }
    return digits <= DECIMAL_DIGITS ? Type.DECIMAL : Type.DOUBLE;
  }

  /** Whether Jackson calls it an integer: no fraction, no exponent, no {@code NaN}. */
  static boolean isInteger(byte[] bytes, int start, int end) {
    for (int i = bytes[start] == '-' ? start + 1 : start; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** Whether it is the one integer that is not written as it stands. */
  static boolean isNegativeZero(byte[] bytes, int start, int end) {
    return end - start == 2 && bytes[start] == '-' && bytes[start + 1] == '0';
  }

  /** Adds an integer. */
  static void putInteger(byte[] bytes, int start, int end, TextBuffer out) {
    out.put(bytes, isNegativeZero(bytes, start, end) ? start + 1 : start, end);
  }

  /** Adds a number as a double: what {@link Double#toString} gives for it. */
  static void putDouble(byte[] bytes, int start, int end, TextBuffer out) {
    if (!putPlainDouble(bytes, start, end, out)) {
      out.put(Double.toString(Numbers.doubleValue(bytes, start, end)));
    }
  }

  /** The double; {@code -0} is an integer, so it has no sign. */
  static double doubleValue(byte[] bytes, int start, int end) {
    return isNegativeZero(bytes, start, end)
        ? 0
        : Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
  }

  /**
   * Adds the text of a number that {@link Double#toString} writes with its own digits, without
   * making a double of it. False, with nothing added, where it is not surely so.
   */
  private static boolean putPlainDouble(byte[] bytes, int start, int end, TextBuffer out) {
    int first = bytes[start] == '-' ? start + 1 : start;
    int point = digits(bytes, first, end);
    if (point - first > PLAIN_INTEGER_DIGITS || point == first) {
      return false;
    }
    if (point == end) {
      putInteger(bytes, start, end, out);
      out.put(".0");
      return true;
    }
    if (bytes[point] != '.'
        || digits(bytes, point + 1, end) != end
        || end - first - 1 > EXACT_DIGITS
        || bytes[first] == '0' && !writtenPlain(bytes, point + 1, end)) {
      return false;
    }
    int last = end;
    while (last > point + 2 && bytes[last - 1] == '0') {
      last--;
    }
    out.put(bytes, start, last);
    return true;
  }

  /** Whether a fraction behind {@code 0.} is zero or at least a thousandth. */
  private static boolean writtenPlain(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] == '0') {
      i++;
    }
    return i == end || i - from <= PLAIN_LEADING_ZEROS;
  }

  private static int digits(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i;
  }
}
