/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

/**
 * Text from outside, made fit for a message: characters that a terminal obeys or that turn the
 * order of others around are escaped, secrets are masked, and what is long is cut.
 */
public final class Excerpt {
  private static final int MAX_CHARACTERS = 200;

  /** So much is looked at before cutting, so that a huge key costs nothing. */
  private static final int EXAMINED = 4096;

  /** Marks and overrides of direction, separators of lines, and the byte order mark. */
  private static final String UNSEEN =
      "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
          + "\ufeff";

  private Excerpt() {}

  /** At most 200 characters of the text, control characters as {@code \}{@code uXXXX}. */
  public static String of(String text) {
    String safe = whole(text.length() > EXAMINED ? text.substring(0, EXAMINED) : text);
    return safe.codePointCount(0, safe.length()) <= MAX_CHARACTERS
        ? safe
        : safe.substring(0, safe.offsetByCodePoints(0, MAX_CHARACTERS)) + '…';
  }

  /** All of the text in one line, control characters as {@code \}{@code uXXXX}. */
  public static String whole(String text) {
    return escaped(Secrets.masked(text), "");
  }

  /** All of a text of several lines, which stay lines, and may be indented by tabs. */
  public static String lines(String text) {
    return escaped(Secrets.masked(text.replace("\r\n", "\n")), "\n\t");
  }

  private static String escaped(String text, String kept) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean loneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              boolean obeyed = Character.isISOControl(c) || UNSEEN.indexOf(c) >= 0;
              if (loneSurrogate || obeyed && kept.indexOf(c) < 0) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
