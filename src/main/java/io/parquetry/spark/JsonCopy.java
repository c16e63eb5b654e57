/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import io.parquetry.json.TextBuffer;
import io.parquetry.json.Tokens;
import io.parquetry.json.Tokens.Token;
import java.nio.charset.StandardCharsets;

/**
 * Values that are no strings in a column that has become text: JSON written anew, as Jackson's
 * generator writes it, without white space and with numbers in the form of their type.
 */
final class JsonCopy {
  private static final String HEX = "0123456789ABCDEF";

  private final TextBuffer resolved = new TextBuffer();

  /** Adds a number. One that is not finite gets quotes, also in a column of its own. */
  void putNumber(byte[] bytes, int start, int end, TextBuffer out) {
    if (Numbers.isInteger(bytes, start, end)) {
      Numbers.putInteger(bytes, start, end, out);
      return;
    }
    int size = out.size();
    Numbers.putDouble(bytes, start, end, out);
    byte last = out.bytes()[out.size() - 1];
    if (last < '0' || last > '9') {
      // NaN, Infinity, -Infinity
      out.truncate(size);
      out.put('"');
      Numbers.putDouble(bytes, start, end, out);
      out.put('"');
    }
  }

  /** Adds an object or array. */
  void putNested(Tokens tokens, int value, TextBuffer out) {
    boolean first = true;
    for (int i = value; i < tokens.behind(value); i++) {
      Token token = tokens.kind(i);
      if (!first && token != Token.OBJECT_END && token != Token.ARRAY_END) {
        out.put(',');
      }
      first = token == Token.OBJECT || token == Token.ARRAY || token == Token.KEY;
      putToken(tokens, i, token, out);
    }
  }

  private void putToken(Tokens tokens, int i, Token token, TextBuffer out) {
    switch (token) {
      case KEY:
        putString(tokens, i, out);
        out.put(':');
        break;
      case STRING:
        putString(tokens, i, out);
        break;
      case NUMBER:
        putNumber(tokens.bytes(), tokens.start(i), tokens.end(i), out);
        break;
      default:
        out.put(tokens.bytes(), tokens.start(i), tokens.end(i));
    }
  }

  private void putString(Tokens tokens, int i, TextBuffer out) {
    out.put('"');
    if (tokens.escaped(i)) {
      resolved.clear();
      resolved.putResolved(tokens.bytes(), tokens.start(i), tokens.end(i));
      putEscaped(resolved.bytes(), 0, resolved.size(), out);
    } else {
      putEscaped(tokens.bytes(), tokens.start(i), tokens.end(i), out);
    }
    out.put('"');
  }

  private static void putEscaped(byte[] bytes, int from, int to, TextBuffer out) {
    int plain = from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      boolean beyondBasicPlane = (b & 0xf8) == 0xf0;
      if (b >= 0 && b < ' ' || b == '"' || b == '\\' || beyondBasicPlane) {
        out.put(bytes, plain, i);
        if (beyondBasicPlane) {
          putSurrogates(bytes, i, out);
          i += 3;
        } else {
          putEscaped(b, out);
        }
        plain = i + 1;
      }
    }
    out.put(bytes, plain, to);
  }

  /** A character of four bytes, which Jackson writes as the escapes of its two surrogates. */
  private static void putSurrogates(byte[] bytes, int at, TextBuffer out) {
    String pair = new String(bytes, at, 4, StandardCharsets.UTF_8);
    putUnicode(pair.charAt(0), out);
    putUnicode(pair.charAt(1), out);
  }

  private static void putUnicode(int unit, TextBuffer out) {
    out.put("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.put(HEX.charAt(unit >> shift & 15));
    }
  }

  private static void putEscaped(byte b, TextBuffer out) {
    switch (b) {
      case '"':
        out.put("\\\"");
        break;
      case '\\':
        out.put("\\\\");
        break;
      case '\b':
        out.put("\\b");
        break;
      case '\f':
        out.put("\\f");
        break;
      case '\n':
        out.put("\\n");
        break;
      case '\r':
        out.put("\\r");
        break;
      case '\t':
        out.put("\\t");
        break;
      default:
        putUnicode(b, out);
    }
  }
}
