/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * The value of a field that may be nested or repeated, as JSON. Fields of a struct and keys of a
 * map are sorted, since their order carries no meaning; the rules of Parquet's LogicalTypes.md tell
 * the elements of a list, also of one that older writers have left.
 */
final class NestedValue {
  private static final String NULL = "null";

  private final boolean repeated;
  private final List<String> values = new ArrayList<>();
  private final Converter converter;

  /** The value of a field. */
  NestedValue(Type type) {
    this.repeated = type.isRepetition(Type.Repetition.REPEATED);
    this.converter = converter(type, values::add);
  }

  /** What Parquet hands the values to. */
  Converter converter() {
    return converter;
  }

  /** Forgets the values of the last row. */
  void clear() {
    values.clear();
  }

  /** The value as JSON; null for NULL. */
  String json() {
    if (repeated) {
      return list(values);
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private static String list(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** Takes each value of a type, whether it is repeated or not. */
  private static Converter converter(Type type, Consumer<String> target) {
    if (type.isPrimitive()) {
      return new Scalar(ValueText.of(type.asPrimitiveType()), target);
    }
    GroupType group = type.asGroupType();
    boolean wrapped =
        group.getFieldCount() == 1 && group.getType(0).isRepetition(Type.Repetition.REPEATED);
    if (wrapped && group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      return new Elements(group, target);
    }
    boolean map =
        group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
            || group.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation;
    if (wrapped && map && !group.getType(0).isPrimitive()) {
      return new Entries(group.getType(0).asGroupType(), target);
    }
    return new Struct(group, target);
  }

  private static final class Scalar extends PrimitiveConverter {
    private final ValueText text;
    private final Consumer<String> target;

    Scalar(ValueText text, Consumer<String> target) {
      this.text = text;
      this.target = target;
    }

    private void add(byte[] utf8, boolean bare) {
      String value = new String(utf8, StandardCharsets.UTF_8);
      target.accept(bare ? value : quoted(value));
    }

    @Override
    public void addBinary(Binary value) {
      add(text.of(value), text.bare());
    }

    @Override
    public void addBoolean(boolean value) {
      add(text.of(value), true);
    }

    @Override
    public void addDouble(double value) {
      add(text.of(value), Double.isFinite(value));
    }

    @Override
    public void addFloat(float value) {
      add(text.of(value), Float.isFinite(value));
    }

    @Override
    public void addInt(int value) {
      add(text.of((long) value), text.bare());
    }

    @Override
    public void addLong(long value) {
      add(text.of(value), text.bare());
    }
  }

  /** {@code {"a":1,"b":null}}, sorted by name. */
  private static final class Struct extends GroupConverter {
    private final List<NestedValue> fields = new ArrayList<>();
    private final Map<String, NestedValue> sorted = new TreeMap<>();
    private final Consumer<String> target;

    Struct(GroupType group, Consumer<String> target) {
      this.target = target;
      for (Type type : group.getFields()) {
        NestedValue field = new NestedValue(type);
        fields.add(field);
        sorted.put(type.getName(), field);
      }
    }

    @Override
    public Converter getConverter(int field) {
      return fields.get(field).converter();
    }

    @Override
    public void start() {
      fields.forEach(NestedValue::clear);
    }

    @Override
    public void end() {
      List<String> members = new ArrayList<>();
      sorted.forEach(
          (name, field) -> {
            String json = field.json();
            members.add(quoted(name) + ":" + (json == null ? NULL : json));
          });
      target.accept("{" + String.join(",", members) + "}");
    }
  }

  /** {@code [1,null,2]}. */
  private static final class Elements extends GroupConverter {
    private final List<String> values = new ArrayList<>();
    private final Converter element;
    private final Consumer<String> target;

    Elements(GroupType list, Consumer<String> target) {
      this.target = target;
      Type repeated = list.getType(0);
      this.element =
          isElement(repeated, list.getName())
              ? converter(repeated, values::add)
              : new Wrapper(new NestedValue(repeated.asGroupType().getType(0)), values);
    }

    private static boolean isElement(Type repeated, String list) {
      return repeated.isPrimitive()
          || repeated.asGroupType().getFieldCount() > 1
          || repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
          || repeated.getName().equals("array")
          || repeated.getName().equals(list + "_tuple");
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      values.clear();
    }

    @Override
    public void end() {
      target.accept(list(values));
    }
  }

  /** The group between a list and its element, which may be NULL. */
  private static final class Wrapper extends GroupConverter {
    private final NestedValue element;
    private final List<String> values;

    Wrapper(NestedValue element, List<String> values) {
      this.element = element;
      this.values = values;
    }

    @Override
    public Converter getConverter(int field) {
      return element.converter();
    }

    @Override
    public void start() {
      element.clear();
    }

    @Override
    public void end() {
      String json = element.json();
      values.add(json == null ? NULL : json);
    }
  }

  /** {@code {"key":value}}, sorted. */
  private static final class Entries extends GroupConverter {
    private final List<String> entries = new ArrayList<>();
    private final Entry entry;
    private final Consumer<String> target;

    Entries(GroupType keyValue, Consumer<String> target) {
      this.entry = new Entry(keyValue, entries);
      this.target = target;
    }

    @Override
    public Converter getConverter(int field) {
      return entry;
    }

    @Override
    public void start() {
      entries.clear();
    }

    @Override
    public void end() {
      Collections.sort(entries);
      target.accept("{" + String.join(",", entries) + "}");
    }
  }

  private static final class Entry extends GroupConverter {
    private final List<NestedValue> keyAndValue = new ArrayList<>();
    private final List<String> entries;

    Entry(GroupType keyValue, List<String> entries) {
      keyValue.getFields().forEach(type -> keyAndValue.add(new NestedValue(type)));
      this.entries = entries;
    }

    @Override
    public Converter getConverter(int field) {
      return keyAndValue.get(field).converter();
    }

    @Override
    public void start() {
      keyAndValue.forEach(NestedValue::clear);
    }

    @Override
    public void end() {
      String key = String.valueOf(keyAndValue.get(0).json());
      String value = keyAndValue.size() > 1 ? keyAndValue.get(1).json() : null;
      entries.add(
          (key.startsWith("\"") ? key : quoted(key)) + ":" + (value == null ? NULL : value));
    }
  }
}
