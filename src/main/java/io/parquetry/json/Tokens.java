/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.util.Arrays;

/**
 * The tokens of the nested values of one line, by number, so that what lies within another can be
 * passed over. {@link ObjectScanner} notes them while it checks the line; they are slices of its
 * bytes, valid until the next scan.
 */
public final class Tokens {

  /** What a token is. */
  public enum Token {
    OBJECT,
    OBJECT_END,
    ARRAY,
    ARRAY_END,
    KEY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL;

    private static final Token[] TOKENS = values();
  }

  private static final int ESCAPED = 64;
  private static final int FIRST_CAPACITY = 64;

  /** Arrays that a long line has made larger than this are not kept for the next. */
  private static final int MOST_KEPT = 1 << 20;

  private byte[] bytes = new byte[0];
  private int count;

  /** What each token is, by its number, and whether it holds escapes. */
  private byte[] kinds;

  private int[] starts;
  private int[] ends;

  /** Of an object or array, the number of the token behind it. */
  private int[] behind;

  /** The objects and arrays that have not ended, outermost first. */
  private int[] open = new int[16];

  private int depth;

  Tokens() {
    makeRoom(FIRST_CAPACITY);
  }

  private void makeRoom(int capacity) {
    kinds = new byte[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
    behind = new int[capacity];
  }

  /** Goes before the first token of a line in these bytes. */
  void begin(byte[] source) {
    bytes = source;
    count = 0;
    depth = 0;
    if (kinds.length > MOST_KEPT) {
      makeRoom(FIRST_CAPACITY);
    }
  }

  /** The number of the next token. */
  int next() {
    return count;
  }

  /** Notes a token that is no object or array. */
  void add(Token token, int start, int end, boolean escaped) {
    put(token, start, end, escaped ? ESCAPED : 0);
  }

  /** Notes the brace or bracket that opens an object or array. */
  void open(boolean object, int at) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth++] = count;
    put(object ? Token.OBJECT : Token.ARRAY, at, at + 1, 0);
  }

  /** Notes the one that closes the innermost. */
  void close(boolean object, int at) {
    put(object ? Token.OBJECT_END : Token.ARRAY_END, at, at + 1, 0);
    behind[open[--depth]] = count;
  }

  @SuppressWarnings("EnumOrdinal") // It never leaves the process.
  private void put(Token token, int start, int end, int flags) {
    if (count == kinds.length) {
      grow();
    }
    kinds[count] = (byte) (token.ordinal() | flags);
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  private void grow() {
    int length = Math.multiplyExact(kinds.length, 2);
    kinds = Arrays.copyOf(kinds, length);
    starts = Arrays.copyOf(starts, length);
    ends = Arrays.copyOf(ends, length);
    behind = Arrays.copyOf(behind, length);
  }

  /** The array that the tokens are slices of. */
  public byte[] bytes() {
    return bytes;
  }

  /** What a token is. */
  public Token kind(int token) {
    return Token.TOKENS[kinds[token] & ~ESCAPED];
  }

  /** Where it begins; a key or a string behind its quote. */
  public int start(int token) {
    return starts[token];
  }

  /** Where it ends; a key or a string before its quote. */
  public int end(int token) {
    return ends[token];
  }

  /** Whether the key or string holds escapes that {@link Escapes} must resolve. */
  public boolean escaped(int token) {
    return (kinds[token] & ESCAPED) != 0;
  }

  /** The number of the token behind a value, of an object or array behind its end. */
  public int behind(int value) {
    Token token = kind(value);
    return token == Token.OBJECT || token == Token.ARRAY ? behind[value] : value + 1;
  }
}
