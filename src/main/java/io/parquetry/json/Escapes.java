/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

/** Resolves the escapes of RFC 8259, section 7, from UTF-8 to UTF-8. */
public final class Escapes {

  private Escapes() {}

  /**
   * Writes the text of a string that {@link ObjectScanner} has accepted, escapes resolved. The
   * result is never longer than the source.
   *
   * @return the end of the text in {@code target}
   */
  public static int resolve(byte[] source, int from, int to, byte[] target, int at) {
    int out = at;
    int i = from;
    while (i < to) {
      byte b = source[i];
      if (b != '\\') {
        target[out++] = b;
        i++;
      } else if (source[i + 1] == 'u') {
        int unit = hex4(source, i + 2, to);
        i += 6;
        int codePoint = unit;
        if (Character.isHighSurrogate((char) unit)) {
          codePoint = Character.toCodePoint((char) unit, (char) hex4(source, i + 2, to));
          i += 6;
        }
        out = putUtf8(codePoint, target, out);
      } else {
        target[out++] = single(source[i + 1]);
        i += 2;
      }
    }
    return out;
  }

  /** Four hexadecimal digits as a number, or -1 where they are not there. */
  static int hex4(byte[] source, int at, int to) {
    if (at + 4 > to) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      // Character.digit also takes digits beyond ASCII, but a byte never reaches them.
      int digit = Character.digit(source[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static byte single(byte escape) {
    switch (escape) {
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      default:
        return escape;
    }
  }

  private static int putUtf8(int codePoint, byte[] target, int at) {
    int out = at;
    if (codePoint < 0x80) {
      target[out++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      target[out++] = (byte) (0xc0 | codePoint >> 6);
      target[out++] = (byte) (0x80 | codePoint & 0x3f);
    } else if (codePoint < 0x10000) {
      target[out++] = (byte) (0xe0 | codePoint >> 12);
      target[out++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      target[out++] = (byte) (0x80 | codePoint & 0x3f);
    } else {
      target[out++] = (byte) (0xf0 | codePoint >> 18);
      target[out++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
      target[out++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      target[out++] = (byte) (0x80 | codePoint & 0x3f);
    }
    return out;
  }
}
