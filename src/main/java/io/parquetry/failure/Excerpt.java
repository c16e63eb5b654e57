/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

/** Data from outside, made fit for a message: control characters escaped, and cut. */
public final class Excerpt {
  private static final int MAX_CHARACTERS = 200;

  private Excerpt() {}

  /** At most 200 characters of the text, control characters as {@code \}{@code uXXXX}. */
  public static String of(String text) {
    String safe = whole(text);
    return safe.codePointCount(0, safe.length()) <= MAX_CHARACTERS
        ? safe
        : safe.substring(0, safe.offsetByCodePoints(0, MAX_CHARACTERS)) + '…';
  }

  /** All of the text, control characters as {@code \}{@code uXXXX}. */
  public static String whole(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean loneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              if (Character.isISOControl(c) || loneSurrogate) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
