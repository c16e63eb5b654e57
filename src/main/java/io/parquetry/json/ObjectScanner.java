/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import io.parquetry.json.Tokens.Token;
import java.util.Arrays;

/**
 * Finds the fields of one line that holds one JSON object, and checks the whole line strictly
 * against RFC 8259 and UTF-8, nested values too. It allocates nothing per line: the fields are
 * slices of the caller's bytes, valid until the next {@link #scan}.
 *
 * <p>Not thread-safe; one for each task.
 */
public final class ObjectScanner {

  /** What a line turned out to be. */
  public enum Verdict {
    /** An object; its fields can be asked for. */
    OBJECT,
    /** White space only. */
    BLANK,
    /** Not one valid object; {@link #defect} and {@link #defectAt} tell. */
    BAD
  }

  private static final int FAILED = -1;
  private static final int INTS_PER_FIELD = 7;
  private static final int KEY_ESCAPED = 8;
  private static final int VALUE_ESCAPED = 16;
  private static final int KIND_MASK = 7;

  private final int maxDepth;
  private final boolean notANumberAllowed;

  /** Those of nested values; null where nobody asks for them. */
  private final Tokens tokens;

  /** The same while an object is scanned. */
  private Tokens noting;

  private final ExpectedKeys keys;

  private final long[] objectAtDepth;

  private byte[] bytes = new byte[0];
  private int to;

  /**
   * Seven ints a field: key start, key end, value start, value end, kind and flags, first token,
   * position of the key.
   */
  private int[] fields = new int[64 * INTS_PER_FIELD];

  private int fieldCount;
  private boolean escaped;
  private Defect defect;
  private int defectAt;

  /**
   * A scanner for lines nested at most so deep.
   *
   * @param maxDepth nesting levels, the line's own object being the first; at least 1
   */
  public ObjectScanner(int maxDepth) {
    this(maxDepth, new KeyTable());
  }

  /**
   * A scanner that tells the {@link #position}s of keys.
   *
   * @param keys may get more keys at any time
   */
  public ObjectScanner(int maxDepth, KeyTable keys) {
    this(maxDepth, keys, false, null);
  }

  /** A scanner for which {@code NaN} is a number too, and which notes {@link #tokens}. */
  public static ObjectScanner notingTokens(int maxDepth, KeyTable keys) {
    return new ObjectScanner(maxDepth, keys, true, new Tokens());
  }

  private ObjectScanner(int maxDepth, KeyTable keys, boolean notANumberAllowed, Tokens tokens) {
    if (maxDepth < 1) {
      throw new IllegalArgumentException("maxDepth must be at least 1, is " + maxDepth);
    }
    this.maxDepth = maxDepth;
    this.notANumberAllowed = notANumberAllowed;
    this.tokens = tokens;
    this.keys = new ExpectedKeys(keys);
    this.objectAtDepth = new long[(maxDepth >>> 6) + 1];
  }

  /** Scans one line, without its line end, of {@code source[start, end)}. */
  public Verdict scan(byte[] source, int start, int end) {
    this.bytes = source;
    this.to = end;
    this.fieldCount = 0;
    this.defect = null;
    int i = skipSpace(start);
    if (i == to) {
      return Verdict.BLANK;
    }
    if (bytes[i] != '{') {
      noting = null;
      checkForeignValue(i);
      return Verdict.BAD;
    }
    noting = tokens;
    if (tokens != null) {
      tokens.begin(source);
    }
    i = object(i + 1);
    if (i == FAILED) {
      return Verdict.BAD;
    }
    i = skipSpace(i);
    if (i != to) {
      fail(Defect.TRAILING_CONTENT, i);
      return Verdict.BAD;
    }
    return Verdict.OBJECT;
  }

  /** How many fields the object has, duplicates counted each. */
  public int fieldCount() {
    return fieldCount;
  }

  /** Where the key's text begins, behind its quote. */
  public int keyStart(int field) {
    return fields[field * INTS_PER_FIELD];
  }

  /** Where the key's text ends, before its quote. */
  public int keyEnd(int field) {
    return fields[field * INTS_PER_FIELD + 1];
  }

  /** Where the value begins; for a string behind its quote. */
  public int valueStart(int field) {
    return fields[field * INTS_PER_FIELD + 2];
  }

  /** Where the value ends; for a string before its quote. */
  public int valueEnd(int field) {
    return fields[field * INTS_PER_FIELD + 3];
  }

  /** The kind of the value. */
  public JsonKind kind(int field) {
    return JsonKind.of(fields[field * INTS_PER_FIELD + 4] & KIND_MASK);
  }

  /** Whether the key holds escapes that {@link Escapes} must resolve. */
  public boolean keyEscaped(int field) {
    return (fields[field * INTS_PER_FIELD + 4] & KEY_ESCAPED) != 0;
  }

  /** Whether the value is a string with escapes that {@link Escapes} must resolve. */
  public boolean valueEscaped(int field) {
    return (fields[field * INTS_PER_FIELD + 4] & VALUE_ESCAPED) != 0;
  }

  /** The array that the fields are slices of. */
  public byte[] bytes() {
    return bytes;
  }

  /** The tokens of all nested values; of a {@link #notingTokens} scanner only. */
  public Tokens tokens() {
    return tokens;
  }

  /** The first of the {@link #tokens} of a nested value. */
  public int firstToken(int field) {
    return fields[field * INTS_PER_FIELD + 5];
  }

  /** The table that {@link #position}s are those of. */
  public KeyTable keys() {
    return keys.keys();
  }

  /**
   * The position of the key in {@link #keys()}; {@link KeyTable#ABSENT} where it was not there when
   * the line was scanned, and where it has escapes.
   */
  public int position(int field) {
    return fields[field * INTS_PER_FIELD + 6];
  }

  /** What is wrong with a bad line. */
  public Defect defect() {
    return defect;
  }

  /** Where in the scanned bytes the defect was seen. */
  public int defectAt() {
    return defectAt;
  }

  /** The fields of the top-level object; begins behind its brace, returns behind its closing. */
  private int object(int start) {
    int i = skipSpace(start);
    if (i < to && bytes[i] == '}') {
      return i + 1;
    }
    while (true) {
      int slot = fieldSlot();
      int position = keys.expected(bytes, i, to);
      if (position == KeyTable.ABSENT) {
        i = fieldKey(i, slot);
      } else {
        int valueStart = i + keys.tokenLength(position);
        noteKey(slot, i + 1, valueStart - 2, position);
        i = skipSpace(valueStart);
      }
      if (i == FAILED) {
        return FAILED;
      }
      i = fieldValue(i, slot);
      if (i == FAILED) {
        return FAILED;
      }
      fieldCount++;
      i = skipSpace(i);
      if (i == to) {
        return fail(Defect.UNEXPECTED_END, i);
      }
      if (bytes[i] == '}') {
        return i + 1;
      }
      if (bytes[i] != ',') {
        return fail(Defect.COMMA_EXPECTED, i);
      }
      i = skipSpace(i + 1);
    }
  }

  /** A key that was not expected, and its colon; returns where the value begins. */
  private int fieldKey(int i, int slot) {
    if (i == to) {
      return fail(Defect.UNEXPECTED_END, i);
    }
    if (bytes[i] != '"') {
      return fail(Defect.KEY_EXPECTED, i);
    }
    escaped = false;
    int end = string(i + 1);
    if (end == FAILED) {
      return FAILED;
    }
    noteKey(slot, i + 1, end, escaped ? KeyTable.ABSENT : keys.find(bytes, i + 1, end));
    fields[slot + 4] = escaped ? KEY_ESCAPED : 0;
    return colon(end + 1);
  }

  private void noteKey(int slot, int start, int end, int position) {
    fields[slot] = start;
    fields[slot + 1] = end;
    fields[slot + 4] = 0;
    fields[slot + 6] = position;
  }

  private int fieldSlot() {
    int slot = fieldCount * INTS_PER_FIELD;
    if (slot == fields.length) {
      fields = Arrays.copyOf(fields, Math.multiplyExact(fields.length, 2));
    }
    return slot;
  }

  /** One value of the top-level object; notes its slice and kind, returns the index behind it. */
  private int fieldValue(int i, int slot) {
    if (i == to) {
      return fail(Defect.UNEXPECTED_END, i);
    }
    byte first = bytes[i];
    if (first == '"') {
      escaped = false;
      int end = string(i + 1);
      if (end == FAILED) {
        return FAILED;
      }
      note(slot, i + 1, end, JsonKind.STRING.code() | (escaped ? VALUE_ESCAPED : 0));
      return end + 1;
    }
    if (noting != null) {
      fields[slot + 5] = noting.next();
    }
    int end = first == '{' || first == '[' ? nested(i, 1) : scalar(i);
    if (end != FAILED) {
      note(slot, i, end, kindOf(first).code());
    }
    return end;
  }

  private void note(int slot, int start, int end, int kindAndFlags) {
    fields[slot + 2] = start;
    fields[slot + 3] = end;
    fields[slot + 4] |= kindAndFlags;
  }

  private static JsonKind kindOf(byte first) {
    switch (first) {
      case '{':
        return JsonKind.OBJECT;
      case '[':
        return JsonKind.ARRAY;
      case 't':
      case 'f':
        return JsonKind.BOOLEAN;
      case 'n':
        return JsonKind.NULL;
      default:
        return JsonKind.NUMBER;
    }
  }

  /**
   * An object or array within {@code depthAround} others, checked, and its tokens noted. A stack of
   * bits instead of recursion, so that no depth can overflow the thread's stack.
   */
  private int nested(int start, int depthAround) {
    int i = start;
    int depth = depthAround;
    while (true) {
      // Here a value begins at i.
      byte first = i < to ? bytes[i] : 0;
      if (first == '{' || first == '[') {
        depth++;
        if (depth > maxDepth) {
          return fail(Defect.TOO_DEEP, i);
        }
        boolean isObject = first == '{';
        push(depth, isObject);
        if (noting != null) {
          noting.open(isObject, i);
        }
        i = skipSpace(i + 1);
        if (i < to && bytes[i] == (isObject ? '}' : ']')) {
          if (noting != null) {
            noting.close(isObject, i);
          }
          depth--;
          i++;
        } else {
          i = isObject ? key(i) : i;
          if (i == FAILED) {
            return FAILED;
          }
          continue;
        }
      } else {
        i = first == '"' ? nestedString(i, Token.STRING) : nestedScalar(i, first);
        if (i == FAILED) {
          return FAILED;
        }
      }
      // A value has ended before i: close what it closes, or go on behind a comma.
      while (true) {
        if (depth == depthAround) {
          return i;
        }
        i = skipSpace(i);
        if (i == to) {
          return fail(Defect.UNEXPECTED_END, i);
        }
        byte next = bytes[i];
        boolean inObject = isObject(depth);
        if (next == ',') {
          i = skipSpace(i + 1);
          i = inObject ? key(i) : i;
          if (i == FAILED) {
            return FAILED;
          }
          break;
        }
        if (next != (inObject ? '}' : ']')) {
          return fail(Defect.COMMA_EXPECTED, i);
        }
        if (noting != null) {
          noting.close(inObject, i);
        }
        depth--;
        i++;
      }
    }
  }

  /** A string or a key within a nested value; returns the index behind its closing quote. */
  private int nestedString(int i, Token token) {
    escaped = false;
    int end = string(i + 1);
    if (end == FAILED) {
      return FAILED;
    }
    if (noting != null) {
      noting.add(token, i + 1, end, escaped);
    }
    return end + 1;
  }

  private int nestedScalar(int i, byte first) {
    int end = scalar(i);
    if (end != FAILED && noting != null) {
      noting.add(tokenOf(first), i, end, false);
    }
    return end;
  }

  private static Token tokenOf(byte first) {
    switch (first) {
      case 't':
      case 'f':
        return Token.BOOLEAN;
      case 'n':
        return Token.NULL;
      default:
        return Token.NUMBER;
    }
  }

  private void push(int depth, boolean isObject) {
    long bit = 1L << depth;
    if (isObject) {
      objectAtDepth[depth >>> 6] |= bit;
    } else {
      objectAtDepth[depth >>> 6] &= ~bit;
    }
  }

  private boolean isObject(int depth) {
    return (objectAtDepth[depth >>> 6] & 1L << depth) != 0;
  }

  /** A key and its colon; returns where the value begins. */
  private int key(int i) {
    if (i == to) {
      return fail(Defect.UNEXPECTED_END, i);
    }
    if (bytes[i] != '"') {
      return fail(Defect.KEY_EXPECTED, i);
    }
    int behind = nestedString(i, Token.KEY);
    return behind == FAILED ? FAILED : colon(behind);
  }

  private int colon(int start) {
    int i = skipSpace(start);
    if (i == to) {
      return fail(Defect.UNEXPECTED_END, i);
    }
    if (bytes[i] != ':') {
      return fail(Defect.COLON_EXPECTED, i);
    }
    return skipSpace(i + 1);
  }

  /** The text of a string; begins behind its quote, returns the index of the closing one. */
  private int string(int start) {
    int i = start;
    while (true) {
      while (i + Long.BYTES <= to) {
        long mask = Words.notPlain(Words.at(bytes, i));
        if (mask != 0) {
          i += Words.first(mask);
          break;
        }
        i += Long.BYTES;
      }
      if (i >= to) {
        return fail(Defect.UNEXPECTED_END, to);
      }
      byte b = bytes[i];
      if (b == '"') {
        return i;
      }
      if (b == '\\') {
        escaped = true;
        i = escape(i);
      } else if (b < 0) {
        i = multiByte(i);
      } else if (b < ' ') {
        return fail(Defect.CONTROL_CHARACTER, i);
      } else {
        i++;
      }
      if (i == FAILED) {
        return FAILED;
      }
    }
  }

  /** One escape; begins at its backslash, returns the index behind it. */
  private int escape(int i) {
    if (i + 1 >= to) {
      return fail(Defect.UNEXPECTED_END, to);
    }
    switch (bytes[i + 1]) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        return i + 2;
      case 'u':
        return unicodeEscape(i);
      default:
        return fail(Defect.BAD_ESCAPE, i);
    }
  }

  private int unicodeEscape(int i) {
    int unit = Escapes.hex4(bytes, i + 2, to);
    if (unit < 0) {
      return fail(Defect.BAD_ESCAPE, i);
    }
    if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
      return i + 6;
    }
    boolean pairFollows =
        unit <= Character.MAX_HIGH_SURROGATE
            && i + 12 <= to
            && bytes[i + 6] == '\\'
            && bytes[i + 7] == 'u';
    int low = pairFollows ? Escapes.hex4(bytes, i + 8, to) : -1;
    if (low < Character.MIN_LOW_SURROGATE || low > Character.MAX_LOW_SURROGATE) {
      return fail(Defect.LONE_SURROGATE, i);
    }
    return i + 12;
  }

  /** Characters beyond ASCII, as many as follow each other (RFC 3629, section 4). */
  private int multiByte(int start) {
    int i = start;
    while (i < to && bytes[i] < 0) {
      int lead = bytes[i] & 0xff;
      int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      if (lead < 0xc2 || lead > 0xf4 || i + length > to || !secondByteFits(lead, bytes[i + 1])) {
        return fail(Defect.INVALID_UTF8, i);
      }
      for (int k = 2; k < length; k++) {
        if ((bytes[i + k] & 0xc0) != 0x80) {
          return fail(Defect.INVALID_UTF8, i);
        }
      }
      i += length;
    }
    return i;
  }

  private static boolean secondByteFits(int lead, byte second) {
    int value = second & 0xff;
    switch (lead) {
      case 0xe0:
        return value >= 0xa0 && value <= 0xbf;
      case 0xed:
        return value >= 0x80 && value <= 0x9f;
      case 0xf0:
        return value >= 0x90 && value <= 0xbf;
      case 0xf4:
        return value >= 0x80 && value <= 0x8f;
      default:
        return value >= 0x80 && value <= 0xbf;
    }
  }

  /** A number or a literal; returns the index behind it. */
  private int scalar(int i) {
    if (i >= to) {
      return fail(Defect.UNEXPECTED_END, to);
    }
    switch (bytes[i]) {
      case 't':
        return literal(i, "true");
      case 'f':
        return literal(i, "false");
      case 'n':
        return literal(i, "null");
      case 'N':
        return notANumberAllowed ? literal(i, "NaN") : fail(Defect.VALUE_EXPECTED, i);
      default:
        return number(i);
    }
  }

  private int literal(int start, String word) {
    for (int k = 0; k < word.length(); k++) {
      if (start + k >= to || bytes[start + k] != word.charAt(k)) {
        return fail(Defect.VALUE_EXPECTED, start);
      }
    }
    return start + word.length();
  }

  private int number(int start) {
    int i = bytes[start] == '-' ? start + 1 : start;
    if (i == to || !isDigit(bytes[i])) {
      return fail(i == start ? Defect.VALUE_EXPECTED : Defect.BAD_NUMBER, start);
    }
    i = bytes[i] == '0' ? i + 1 : digits(i);
    if (i < to && isDigit(bytes[i])) {
      return fail(Defect.BAD_NUMBER, start);
    }
    if (i < to && bytes[i] == '.') {
      int fraction = digits(i + 1);
      if (fraction == i + 1) {
        return fail(Defect.BAD_NUMBER, start);
      }
      i = fraction;
    }
    if (i < to && (bytes[i] | 0x20) == 'e') {
      i++;
      i = i < to && (bytes[i] == '+' || bytes[i] == '-') ? i + 1 : i;
      int exponent = digits(i);
      if (exponent == i) {
        return fail(Defect.BAD_NUMBER, start);
      }
      i = exponent;
    }
    return i;
  }

  private int digits(int start) {
    int i = start;
    while (i < to && isDigit(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private int skipSpace(int start) {
    int i = start;
    while (i < to && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(byte b) {
    return b <= ' ' && (b == ' ' || b == '\t' || b == '\r' || b == '\n');
  }

  /** A line that does not begin with a brace: valid JSON of another kind, or none at all. */
  private void checkForeignValue(int i) {
    byte first = bytes[i];
    int end = first == '"' || first == '[' ? nested(i, 0) : scalar(i);
    if (end != FAILED) {
      int next = skipSpace(end);
      fail(next == to ? Defect.NOT_AN_OBJECT : Defect.TRAILING_CONTENT, next == to ? i : next);
    }
  }

  private int fail(Defect cause, int at) {
    defect = cause;
    defectAt = at;
    return FAILED;
  }
}
