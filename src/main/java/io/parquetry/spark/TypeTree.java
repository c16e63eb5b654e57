/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import io.parquetry.json.JsonKind;
import io.parquetry.json.KeyTable;
import io.parquetry.json.ObjectScanner;
import io.parquetry.json.TextBuffer;
import io.parquetry.json.Tokens;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is known of the type of one column, nested types too: for each place in its values the set
 * of the kinds seen there. The type of a place depends on the set only, so merging is union: it is
 * associative, commutative and idempotent. The rules are in {@code src/docs/spark-values.md}.
 *
 * <p>The places are numbered, a place always after the one that it lies in, and nothing here is
 * recursive: values may be nested a million levels deep.
 */
public final class TypeTree implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The place of the column's own value. */
  static final int ROOT = 0;

  private static final int NOWHERE = -1;

  private static final int EMPTY_TEXT = 1;
  private static final int TEXT = 2;
  private static final int BOOLEAN = 4;
  private static final int LONG = 8;
  private static final int DECIMAL = 16;
  private static final int DOUBLE = 32;
  private static final int NUMBER = LONG | DECIMAL | DOUBLE;
  private static final int ARRAY = 64;
  private static final int STRUCT = 128;

  private transient List<Place> places = new ArrayList<>(List.of(new Place()));
  private transient int[] open = new int[16];

  /** One place; what lies in it is known by number. */
  private static final class Place {
    private int kinds;
    private int element = NOWHERE;
    private KeyTable keys;
    private int[] fields;
  }

  /** How many places there are; for limits. */
  public int size() {
    return places.size();
  }

  /** Adds the type of a field's value; of a scanner that notes tokens. */
  public void add(ObjectScanner fields, int field) {
    int start = fields.valueStart(field);
    int end = fields.valueEnd(field);
    JsonKind kind = fields.kind(field);
    switch (kind) {
      case STRING:
        note(ROOT, start == end ? EMPTY_TEXT : TEXT);
        break;
      case NUMBER:
        note(ROOT, numberKind(fields.bytes(), start, end));
        break;
      case BOOLEAN:
        note(ROOT, BOOLEAN);
        break;
      case NULL:
        break;
      case OBJECT:
      case ARRAY:
        if (noted(ROOT, kind == JsonKind.ARRAY ? ARRAY : STRUCT) != NOWHERE) {
          addNested(fields.tokens(), fields.firstToken(field));
        }
        break;
    }
  }

  private static int numberKind(byte[] bytes, int start, int end) {
    switch (Numbers.type(bytes, start, end)) {
      case LONG:
        return LONG;
      case DECIMAL:
        return DECIMAL;
      default:
        return DOUBLE;
    }
  }

  /** On the stack: of an open array the place of its elements, of an open object its own place. */
  private void addNested(Tokens tokens, int value) {
    int depth = 0;
    int place = ROOT;
    for (int i = value; i < tokens.behind(value); i++) {
      switch (tokens.kind(i)) {
        case OBJECT:
          depth = push(depth, noted(place, STRUCT));
          break;
        case ARRAY:
          place = noted(place, ARRAY);
          place = place == NOWHERE ? NOWHERE : element(place);
          depth = push(depth, place);
          break;
        case OBJECT_END:
        case ARRAY_END:
          depth--;
          place = depth == 0 ? NOWHERE : open[depth - 1];
          break;
        case KEY:
          place = open[depth - 1];
          if (place != NOWHERE) {
            place = field(place, tokens, i);
          }
          break;
        case STRING:
          noted(place, tokens.start(i) == tokens.end(i) ? EMPTY_TEXT : TEXT);
          break;
        case NUMBER:
          noted(place, numberKind(tokens.bytes(), tokens.start(i), tokens.end(i)));
          break;
        case BOOLEAN:
          noted(place, BOOLEAN);
          break;
        case NULL:
          break;
      }
    }
  }

  private int push(int depth, int place) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, 2 * depth);
    }
    open[depth] = place;
    return depth + 1;
  }

  /** Notes a kind; gives the place, or nowhere if what lies within does not matter any more. */
  private int noted(int place, int kinds) {
    if (place == NOWHERE) {
      return NOWHERE;
    }
    note(place, kinds);
    return isMixed(places.get(place).kinds) ? NOWHERE : place;
  }

  private void note(int at, int kinds) {
    Place place = places.get(at);
    if ((place.kinds | kinds) != place.kinds) {
      place.kinds |= kinds;
      if (isMixed(place.kinds)) {
        place.element = NOWHERE;
        place.keys = null;
        place.fields = null;
      }
    }
  }

  /** Whether the kinds do not go together, which makes text of all of them. */
  private static boolean isMixed(int kinds) {
    int groups = kinds & (TEXT | BOOLEAN | ARRAY | STRUCT);
    return Integer.bitCount(groups) + ((kinds & NUMBER) == 0 ? 0 : 1) > 1;
  }

  private int element(int of) {
    Place place = places.get(of);
    if (place.element == NOWHERE) {
      place.element = newPlace();
    }
    return place.element;
  }

  private int field(int of, Tokens tokens, int key) {
    if (!tokens.escaped(key)) {
      return field(of, tokens.bytes(), tokens.start(key), tokens.end(key));
    }
    TextBuffer scratch = new TextBuffer();
    scratch.putResolved(tokens.bytes(), tokens.start(key), tokens.end(key));
    return field(of, scratch.bytes(), 0, scratch.size());
  }

  private int field(int of, byte[] key, int from, int to) {
    Place place = places.get(of);
    if (place.keys == null) {
      place.keys = KeyTable.ofFew();
      place.fields = new int[4];
    }
    int position = place.keys.find(key, from, to);
    if (position == KeyTable.ABSENT) {
      position = place.keys.add(key, from, to);
      if (position == place.fields.length) {
        place.fields = Arrays.copyOf(place.fields, 2 * position);
      }
      place.fields[position] = newPlace();
    }
    return place.fields[position];
  }

  private int newPlace() {
    places.add(new Place());
    return places.size() - 1;
  }

  /** Adds what is known of the same column elsewhere; that stays as it is. */
  public void addAll(TypeTree other) {
    int[] pairs = new int[32];
    int depth = 2;
    while (depth > 0) {
      int theirs = pairs[--depth];
      int ours = pairs[--depth];
      Place their = other.places.get(theirs);
      if (noted(ours, their.kinds) == NOWHERE) {
        continue;
      }
      int count = their.element == NOWHERE ? 0 : 1;
      count += their.keys == null ? 0 : their.keys.size();
      if (depth + 2 * count > pairs.length) {
        pairs = Arrays.copyOf(pairs, Math.max(2 * pairs.length, depth + 2 * count));
      }
      if (their.element != NOWHERE) {
        pairs[depth++] = element(ours);
        pairs[depth++] = their.element;
      }
      for (int i = 0; their.keys != null && i < their.keys.size(); i++) {
        byte[] key = their.keys.key(i);
        pairs[depth++] = field(ours, key, 0, key.length);
        pairs[depth++] = their.fields[i];
      }
    }
  }

  /** The type of a place. */
  Type type(int place) {
    int kinds = places.get(place).kinds;
    if (isMixed(kinds)) {
      return Type.STRING;
    }
    switch (kinds & ~EMPTY_TEXT) {
      case 0:
      case TEXT:
        return Type.STRING;
      case BOOLEAN:
        return Type.BOOLEAN;
      case LONG:
        return Type.LONG;
      case DECIMAL:
      case DECIMAL | LONG:
        return Type.DECIMAL;
      case ARRAY:
        return Type.ARRAY;
      case STRUCT:
        return Type.STRUCT;
      default:
        return Type.DOUBLE;
    }
  }

  /** The place of an array's elements. */
  int elementOf(int place) {
    return places.get(place).element;
  }

  /** The keys of a struct, in the order of arrival. */
  List<String> keysOf(int place) {
    List<String> names = new ArrayList<>();
    KeyTable keys = places.get(place).keys;
    for (int i = 0; keys != null && i < keys.size(); i++) {
      names.add(keys.name(i));
    }
    return names;
  }

  /** The place of a struct's field, by the position of its key. */
  int fieldOf(int place, int position) {
    return places.get(place).fields[position];
  }

  /**
   * By place, whether Spark keeps it: a struct that never has a field is dropped, and so is what
   * consists of such structs only; fields without a name do not count.
   */
  boolean[] kept() {
    boolean[] kept = new boolean[places.size()];
    // What lies in a place comes after it.
    for (int i = kept.length - 1; i >= 0; i--) {
      Place place = places.get(i);
      switch (type(i)) {
        case ARRAY:
          kept[i] = kept[place.element];
          break;
        case STRUCT:
          for (int k = 0; place.keys != null && k < place.keys.size(); k++) {
            kept[i] |= place.keys.key(k).length > 0 && kept[place.fields[k]];
          }
          break;
        default:
          kept[i] = true;
      }
    }
    return kept;
  }

  /** Whether it has doubles, in the column itself or within. */
  public boolean hasDoubles() {
    return IntStream.range(0, places.size()).anyMatch(place -> type(place) == Type.DOUBLE);
  }

  /** Whether Spark makes a column of it. */
  public boolean isColumn() {
    return kept()[ROOT];
  }

  /**
   * Whether there are empty strings where the type has none: Spark reads NULL there, and calls the
   * record malformed.
   */
  public boolean losesEmptyStrings() {
    BitSet reached = new BitSet();
    reached.set(ROOT);
    // What lies in a place comes after it; what is not reached belongs to a place that became text.
    for (int i = ROOT; i >= 0; i = reached.nextSetBit(i + 1)) {
      Place place = places.get(i);
      if ((place.kinds & EMPTY_TEXT) != 0 && type(i) != Type.STRING) {
        return true;
      }
      if (place.element != NOWHERE) {
        reached.set(place.element);
      }
      for (int k = 0; place.keys != null && k < place.keys.size(); k++) {
        reached.set(place.fields[k]);
      }
    }
    return false;
  }

  /**
   * The type as Spark writes it, such as {@code array<struct<price:double,sku:string>>}; decimals
   * without precision.
   *
   * @param mostCharacters a longer one ends with three dots
   */
  public String text(int mostCharacters) {
    boolean[] kept = kept();
    StringBuilder text = new StringBuilder();
    // Places to be written as types, and text between them.
    Deque<Object> next = new ArrayDeque<>();
    next.push(kept[ROOT] ? ROOT : "");
    while (!next.isEmpty() && text.length() <= mostCharacters) {
      Object part = next.pop();
      if (part instanceof Integer) {
        text.append(type((int) part).text());
        pushWithin((int) part, kept, next);
      } else {
        text.append(part);
      }
    }
    return text.length() <= mostCharacters
        ? text.toString()
        : text.substring(0, mostCharacters) + "...";
  }

  private void pushWithin(int place, boolean[] kept, Deque<Object> next) {
    if (type(place) == Type.ARRAY) {
      next.push(">");
      next.push(places.get(place).element);
      next.push("<");
    } else if (type(place) == Type.STRUCT) {
      TreeMap<String, Integer> fields = new TreeMap<>(Comparator.reverseOrder());
      List<String> keys = keysOf(place);
      for (int i = 0; i < keys.size(); i++) {
        if (!keys.get(i).isEmpty() && kept[fieldOf(place, i)]) {
          fields.put(keys.get(i), fieldOf(place, i));
        }
      }
      next.push(">");
      fields.forEach(
          (name, field) -> {
            next.push(field);
            next.push(name + ":");
            next.push(",");
          });
      next.pop();
      next.push("<");
    }
  }

  /** Writes it in a form that {@link #read} understands. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(places.size());
    for (Place place : places) {
      out.writeShort(place.kinds);
      out.writeInt(place.element);
      int count = place.keys == null ? 0 : place.keys.size();
      out.writeInt(count);
      for (int i = 0; i < count; i++) {
        out.writeInt(place.keys.key(i).length);
        out.write(place.keys.key(i));
        out.writeInt(place.fields[i]);
      }
    }
  }

  /** Reads what {@link #write} has written. */
  public static TypeTree read(DataInput in) throws IOException {
    TypeTree tree = new TypeTree();
    tree.readPlaces(in);
    return tree;
  }

  private void readPlaces(DataInput in) throws IOException {
    int size = in.readInt();
    places = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Place place = new Place();
      place.kinds = in.readUnsignedShort();
      place.element = in.readInt();
      int count = in.readInt();
      if (count > 0) {
        place.keys = KeyTable.ofFew();
        place.fields = new int[count];
      }
      for (int k = 0; k < count; k++) {
        byte[] key = new byte[in.readInt()];
        in.readFully(key);
        place.keys.add(key, 0, key.length);
        place.fields[k] = in.readInt();
      }
      places.add(place);
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    open = new int[16];
    readPlaces(in);
  }
}
