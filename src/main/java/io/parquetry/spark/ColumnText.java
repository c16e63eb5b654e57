/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import io.parquetry.json.KeyTable;
import io.parquetry.json.ObjectScanner;
import io.parquetry.json.TextBuffer;
import io.parquetry.json.Tokens;
import io.parquetry.json.Tokens.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the values of one column as {@code cast("string")} does, by the column's type. The rules
 * are in {@code src/docs/spark-values.md}. Nothing here is recursive.
 */
public final class ColumnText {
  private static final int ABSENT = -1;

  /** What a value has become. */
  public enum Outcome {
    /** Its own slice is the text. */
    UNCHANGED,
    /** The text was added to the buffer. */
    WRITTEN,
    /** It is NULL, and the record malformed: an empty string where the type has none. */
    MALFORMED
  }

  /** How values at one place are written. */
  private static final class Shape {
    private final Type type;
    private int element;

    /** Names of a struct's fields as they are written, then of those that are dropped. */
    private KeyTable keys;

    private int[] fields;

    private Shape(Type type) {
      this.type = type;
    }
  }

  private final Shape[] shapes;
  private final Type type;
  private final JsonCopy json;

  /** Those of the current line. */
  private Tokens tokens;

  private boolean malformed;

  // One entry for each open array or struct.
  private int depth;
  private int[] shapeOf = new int[16];
  private int[] next = new int[16];
  private int[] textStart = new int[16];

  /** Of a struct its first slot, of an array its first token. */
  private int[] first = new int[16];

  /** For the fields of all open structs: the token of the value, or absent. */
  private int[] slots = new int[64];

  private int slotCount;

  private ColumnText(TypeTree types, JsonCopy json) {
    this.json = json;
    this.type = types.type(TypeTree.ROOT);
    this.shapes = new Shape[types.size()];
    boolean[] kept = types.kept();
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = shape(types, i, kept);
    }
  }

  /**
   * For columns whose types are known. They share what they need of memory, so one thread uses all.
   */
  public static ColumnText[] ofAll(List<TypeTree> columns) {
    JsonCopy json = new JsonCopy();
    return columns.stream().map(types -> new ColumnText(types, json)).toArray(ColumnText[]::new);
  }

  private static Shape shape(TypeTree types, int place, boolean[] kept) {
    Shape shape = new Shape(types.type(place));
    if (shape.type == Type.ARRAY) {
      shape.element = types.elementOf(place);
    } else if (shape.type == Type.STRUCT) {
      List<String> names = types.keysOf(place);
      List<Integer> written = new ArrayList<>();
      List<Integer> dropped = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        boolean keep = !names.get(i).isEmpty() && kept[types.fieldOf(place, i)];
        (keep ? written : dropped).add(i);
      }
      written.sort(Comparator.comparing(names::get));
      shape.fields = written.stream().mapToInt(i -> types.fieldOf(place, i)).toArray();
      List<String> sorted = new ArrayList<>();
      written.forEach(i -> sorted.add(names.get(i)));
      dropped.forEach(i -> sorted.add(names.get(i)));
      shape.keys = KeyTable.of(sorted);
    }
    return shape;
  }

  /**
   * Writes a field's value that is not null.
   *
   * @param fields of a scanner that notes tokens
   * @throws UnknownValueException where the value is not of the kinds that were discovered
   */
  public Outcome write(ObjectScanner fields, int field, TextBuffer out) {
    int start = fields.valueStart(field);
    int end = fields.valueEnd(field);
    switch (fields.kind(field)) {
      case STRING:
        return type == Type.STRING ? Outcome.UNCHANGED : emptyString(start == end);
      case BOOLEAN:
        require(type == Type.BOOLEAN || type == Type.STRING);
        return Outcome.UNCHANGED;
      case NUMBER:
        return number(fields.bytes(), start, end, out);
      case OBJECT:
      case ARRAY:
        return nested(fields.tokens(), fields.firstToken(field), out);
      default:
        throw new IllegalArgumentException("null has no text");
    }
  }

  /** Whether the value just written has a malformed one within, which was written as null. */
  public boolean malformedWithin() {
    return malformed;
  }

  private static Outcome emptyString(boolean empty) {
    require(empty);
    return Outcome.MALFORMED;
  }

  private Outcome number(byte[] bytes, int start, int end, TextBuffer out) {
    if (type == Type.DOUBLE) {
      Numbers.putDouble(bytes, start, end, out);
      return Outcome.WRITTEN;
    }
    boolean asItStands =
        Numbers.isInteger(bytes, start, end) && !Numbers.isNegativeZero(bytes, start, end);
    if (asItStands && type != Type.BOOLEAN && type != Type.ARRAY && type != Type.STRUCT) {
      return Outcome.UNCHANGED;
    }
    scalarNumber(type, bytes, start, end, out);
    return Outcome.WRITTEN;
  }

  private void scalarNumber(Type as, byte[] bytes, int start, int end, TextBuffer out) {
    switch (as) {
      case STRING:
        json.putNumber(bytes, start, end, out);
        break;
      case LONG:
      case DECIMAL:
        require(Numbers.isInteger(bytes, start, end));
        Numbers.putInteger(bytes, start, end, out);
        break;
      case DOUBLE:
        Numbers.putDouble(bytes, start, end, out);
        break;
      default:
        throw new UnknownValueException();
    }
  }

  private Outcome nested(Tokens ofLine, int first, TextBuffer out) {
    tokens = ofLine;
    malformed = false;
    depth = 0;
    slotCount = 0;
    int from = out.size();
    boolean whole = value(TypeTree.ROOT, first, out);
    while (whole && depth > 0) {
      whole = step(out);
    }
    if (!whole) {
      out.truncate(from);
      return Outcome.MALFORMED;
    }
    return Outcome.WRITTEN;
  }

  /** The next value of the innermost open array or struct; false where the column is malformed. */
  private boolean step(TextBuffer out) {
    int top = depth - 1;
    Shape shape = shapes[shapeOf[top]];
    if (shape.type == Type.ARRAY) {
      int token = next[top];
      if (tokens.kind(token) == Token.ARRAY_END) {
        out.put(']');
        depth--;
        return true;
      }
      if (token > first[top]) {
        out.put(", ");
      }
      next[top] = tokens.behind(token);
      return value(shape.element, token, out);
    }
    int field = next[top];
    if (field == shape.fields.length) {
      out.put('}');
      depth--;
      slotCount = first[top];
      return true;
    }
    if (field > 0) {
      out.put(", ");
    }
    next[top] = field + 1;
    int token = slots[first[top] + field];
    if (token == ABSENT) {
      out.put("null");
      return true;
    }
    return value(shape.fields[field], token, out);
  }

  /** Writes a value or opens it; false where the column is malformed. */
  private boolean value(int place, int token, TextBuffer out) {
    Shape shape = shapes[place];
    byte[] bytes = tokens.bytes();
    int start = tokens.start(token);
    int end = tokens.end(token);
    switch (tokens.kind(token)) {
      case NULL:
        out.put("null");
        return true;
      case NUMBER:
        scalarNumber(shape.type, bytes, start, end, out);
        return true;
      case BOOLEAN:
        require(shape.type == Type.BOOLEAN || shape.type == Type.STRING);
        out.put(bytes, start, end);
        return true;
      case STRING:
        return string(shape.type, token, out);
      default:
        return structure(place, token, out);
    }
  }

  private boolean string(Type as, int token, TextBuffer out) {
    int start = tokens.start(token);
    int end = tokens.end(token);
    if (as != Type.STRING) {
      require(start == end);
      return malformed(out);
    }
    if (tokens.escaped(token)) {
      out.putResolved(tokens.bytes(), start, end);
    } else {
      out.put(tokens.bytes(), start, end);
    }
    return true;
  }

  private boolean structure(int place, int token, TextBuffer out) {
    Shape shape = shapes[place];
    boolean object = tokens.kind(token) == Token.OBJECT;
    if (shape.type == Type.STRING) {
      json.putNested(tokens, token, out);
      return true;
    }
    require(shape.type == (object ? Type.STRUCT : Type.ARRAY));
    if (depth == shapeOf.length) {
      shapeOf = Arrays.copyOf(shapeOf, 2 * depth);
      next = Arrays.copyOf(next, 2 * depth);
      textStart = Arrays.copyOf(textStart, 2 * depth);
      first = Arrays.copyOf(first, 2 * depth);
    }
    shapeOf[depth] = place;
    textStart[depth] = out.size();
    first[depth] = object ? slotCount : token + 1;
    next[depth] = object ? 0 : token + 1;
    out.put(object ? '{' : '[');
    depth++;
    if (object) {
      findFields(shape, token);
    }
    return true;
  }

  /** Notes for each field of a struct where its value is; of several the last one. */
  private void findFields(Shape shape, int object) {
    int from = slotCount;
    slotCount += shape.fields.length;
    if (slotCount > slots.length) {
      slots = Arrays.copyOf(slots, Math.max(2 * slots.length, slotCount));
    }
    Arrays.fill(slots, from, slotCount, ABSENT);
    int i = object + 1;
    while (tokens.kind(i) == Token.KEY) {
      int field = field(shape, i);
      if (field < shape.fields.length) {
        slots[from + field] = i + 1;
      }
      i = tokens.behind(i + 1);
    }
  }

  private int field(Shape shape, int key) {
    int start = tokens.start(key);
    int end = tokens.end(key);
    byte[] bytes = tokens.bytes();
    if (tokens.escaped(key)) {
      TextBuffer resolved = new TextBuffer();
      resolved.putResolved(bytes, start, end);
      bytes = resolved.bytes();
      start = 0;
      end = resolved.size();
    }
    int field = shape.keys.find(bytes, start, end);
    require(field != KeyTable.ABSENT);
    return field;
  }

  /**
   * An empty string where the type has none. It makes the field of a struct null, and the whole
   * array that it stands in; false where nothing but arrays lies around it.
   */
  private boolean malformed(TextBuffer out) {
    malformed = true;
    while (depth > 0 && shapes[shapeOf[depth - 1]].type == Type.ARRAY) {
      depth--;
      out.truncate(textStart[depth]);
    }
    if (depth == 0) {
      return false;
    }
    out.put("null");
    return true;
  }

  private static void require(boolean ofDiscoveredKind) {
    if (!ofDiscoveredKind) {
      throw new UnknownValueException();
    }
  }

  /** A value is not of the kinds that were discovered: the input has changed. */
  public static final class UnknownValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnknownValueException() {
      super("a value of another type than when the columns were discovered");
    }
  }
}
