/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

/**
 * Walks over one value that {@link ObjectScanner} has accepted, token by token. Nothing is checked
 * again, and nothing is allocated.
 */
public final class ValueTokens {

  /** What stands at the current place. */
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

    /** A small number that stands for the token in arrays. */
    @SuppressWarnings("EnumOrdinal") // It never leaves the process.
    public int code() {
      return ordinal();
    }

    /** The token that a number stands for. */
    public static Token of(int code) {
      return TOKENS[code];
    }
  }

  private byte[] bytes = new byte[0];
  private int to;
  private int next;

  private int start;
  private int end;
  private boolean escaped;

  /** Goes before the first token of the value in {@code source[from, to)}. */
  public void open(byte[] source, int from, int valueEnd) {
    bytes = source;
    next = from;
    to = valueEnd;
  }

  /** Goes to the next token; null behind the last. */
  public Token next() {
    int i = next;
    while (i < to && isBetweenTokens(bytes[i])) {
      i++;
    }
    if (i == to) {
      return null;
    }
    escaped = false;
    switch (bytes[i]) {
      case '{':
        return structure(i, Token.OBJECT);
      case '}':
        return structure(i, Token.OBJECT_END);
      case '[':
        return structure(i, Token.ARRAY);
      case ']':
        return structure(i, Token.ARRAY_END);
      case '"':
        return text(i + 1);
      case 't':
      case 'f':
        return scalar(i, Token.BOOLEAN);
      case 'n':
        return scalar(i, Token.NULL);
      default:
        return scalar(i, Token.NUMBER);
    }
  }

  /** Where the token begins; a key or a string behind its quote. */
  public int start() {
    return start;
  }

  /** Where the token ends; a key or a string before its quote. */
  public int end() {
    return end;
  }

  /** Whether the key or string holds escapes that {@link Escapes} must resolve. */
  public boolean escaped() {
    return escaped;
  }

  private Token structure(int i, Token token) {
    start = i;
    end = i + 1;
    next = i + 1;
    return token;
  }

  private Token scalar(int from, Token token) {
    int i = from + 1;
    while (i < to && !isBetweenTokens(bytes[i]) && bytes[i] != '}' && bytes[i] != ']') {
      i++;
    }
    start = from;
    end = i;
    next = i;
    return token;
  }

  /** A string; a key where a colon follows. */
  private Token text(int from) {
    start = from;
    end = closingQuote(from);
    int i = end + 1;
    while (i < to && isSpace(bytes[i])) {
      i++;
    }
    next = i;
    return i < to && bytes[i] == ':' ? Token.KEY : Token.STRING;
  }

  private int closingQuote(int from) {
    int i = from;
    while (true) {
      while (i + Long.BYTES <= to) {
        long mask = Words.notPlain(Words.at(bytes, i));
        if (mask != 0) {
          i += Words.first(mask);
          break;
        }
        i += Long.BYTES;
      }
      byte b = bytes[i];
      if (b == '"') {
        return i;
      }
      if (b == '\\') {
        escaped = true;
        i++;
      }
      i++;
    }
  }

  private static boolean isBetweenTokens(byte b) {
    return b == ',' || b == ':' || isSpace(b);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
