/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import io.parquetry.json.ValueTokens;
import io.parquetry.json.ValueTokens.Token;
import java.util.Arrays;

/**
 * The tokens of one nested value, by number, so that what lies within another can be passed over.
 */
final class Tape {
  private static final int ESCAPED = 64;

  private final ValueTokens tokens = new ValueTokens();

  private byte[] bytes;

  /** What each token is, by its number, and whether it holds escapes. */
  private byte[] kinds = new byte[64];

  private int[] starts = new int[64];
  private int[] ends = new int[64];

  /** Of a value, the number of the token behind it. */
  private int[] behind = new int[64];

  private int[] open = new int[16];

  /** Reads a value that the scanner has accepted. */
  void read(byte[] source, int from, int to) {
    bytes = source;
    tokens.open(source, from, to);
    int count = 0;
    int depth = 0;
    for (Token token = tokens.next(); token != null; token = tokens.next()) {
      if (count == kinds.length) {
        grow();
      }
      kinds[count] = (byte) (token.code() | (tokens.escaped() ? ESCAPED : 0));
      starts[count] = tokens.start();
      ends[count] = tokens.end();
      behind[count] = count + 1;
      if (token == Token.OBJECT || token == Token.ARRAY) {
        if (depth == open.length) {
          open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = count;
      } else if (token == Token.OBJECT_END || token == Token.ARRAY_END) {
        behind[open[--depth]] = count + 1;
      }
      count++;
    }
  }

  private void grow() {
    int length = Math.multiplyExact(kinds.length, 2);
    kinds = Arrays.copyOf(kinds, length);
    starts = Arrays.copyOf(starts, length);
    ends = Arrays.copyOf(ends, length);
    behind = Arrays.copyOf(behind, length);
  }

  byte[] bytes() {
    return bytes;
  }

  Token kind(int token) {
    return Token.of(kinds[token] & ~ESCAPED);
  }

  /** Where it begins; a key or a string behind its quote. */
  int start(int token) {
    return starts[token];
  }

  /** Where it ends; a key or a string before its quote. */
  int end(int token) {
    return ends[token];
  }

  boolean escaped(int token) {
    return (kinds[token] & ESCAPED) != 0;
  }

  /** The number of the token behind a value. */
  int behind(int value) {
    return behind[value];
  }
}
