/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The text of the values of a primitive type, as UTF-8. The rules are in src/docs/comparing.md;
 * they are those of Spark's cast to string wherever both can be had.
 */
final class ValueText {
  /** The form of columns that are text already. */
  static final String TEXT = "text";

  private static final String INTEGER = "integer";
  private static final long NANOS_OF_DAY = 86_400_000_000_000L;
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** With seconds, and as many digits of their fraction as there are. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private final PrimitiveType type;
  private final String form;
  private final LongFunction<String> ofWhole;
  private final Function<Binary, byte[]> ofBinary;

  private ValueText(
      PrimitiveType type,
      String form,
      LongFunction<String> ofWhole,
      Function<Binary, byte[]> ofBinary) {
    this.type = type;
    this.form = form;
    this.ofWhole = ofWhole;
    this.ofBinary = ofBinary;
  }

  /** The text of a type's values. */
  static ValueText of(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN:
        return new ValueText(type, "boolean", null, null);
      case FLOAT:
        return new ValueText(type, "float", null, null);
      case DOUBLE:
        return new ValueText(type, "double", null, null);
      case INT32:
      case INT64:
        return ofWholes(type, logical);
      case INT96:
        return ofTexts(type, "timestamp", ValueText::int96);
      case BINARY:
      case FIXED_LEN_BYTE_ARRAY:
        return ofBytes(type, logical);
      default:
        throw new IllegalArgumentException("a column has the unknown type " + type);
    }
  }

  private static ValueText ofWholes(PrimitiveType type, LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation) {
      int scale = ((DecimalLogicalTypeAnnotation) logical).getScale();
      return ofWholes(
          type, decimal(scale), value -> BigDecimal.valueOf(value, scale).toPlainString());
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return ofWholes(type, "date", day -> LocalDate.ofEpochDay(day).toString());
    }
    if (logical instanceof TimeLogicalTypeAnnotation) {
      long nanos = nanos(((TimeLogicalTypeAnnotation) logical).getUnit());
      return ofWholes(type, "time", value -> time(value * nanos));
    }
    if (logical instanceof TimestampLogicalTypeAnnotation) {
      long nanos = nanos(((TimestampLogicalTypeAnnotation) logical).getUnit());
      long day = NANOS_OF_DAY / nanos;
      return ofWholes(
          type,
          "timestamp",
          value -> timestamp(Math.floorDiv(value, day), Math.floorMod(value, day) * nanos));
    }
    if (logical instanceof IntLogicalTypeAnnotation
        && !((IntLogicalTypeAnnotation) logical).isSigned()) {
      boolean wide = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT64;
      long mask = wide ? -1L : 0xffff_ffffL;
      return ofWholes(type, INTEGER, value -> Long.toUnsignedString(value & mask));
    }
    return ofWholes(type, INTEGER, Long::toString);
  }

  private static ValueText ofBytes(PrimitiveType type, LogicalTypeAnnotation logical) {
    if (logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation
        || logical instanceof JsonLogicalTypeAnnotation) {
      return new ValueText(type, TEXT, null, Binary::getBytes);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation) {
      int scale = ((DecimalLogicalTypeAnnotation) logical).getScale();
      return ofTexts(
          type,
          decimal(scale),
          value -> new BigDecimal(new BigInteger(value.getBytes()), scale).toPlainString());
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      return ofTexts(type, "UUID", type.stringifier()::stringify);
    }
    if (logical instanceof Float16LogicalTypeAnnotation) {
      return ofTexts(type, "float", type.stringifier()::stringify);
    }
    return ofTexts(type, "bytes", ValueText::hexadecimal);
  }

  private static ValueText ofWholes(PrimitiveType type, String form, LongFunction<String> text) {
    return new ValueText(type, form, text, null);
  }

  private static ValueText ofTexts(PrimitiveType type, String form, Function<Binary, String> text) {
    return new ValueText(type, form, null, value -> utf8(text.apply(value)));
  }

  private static String decimal(int scale) {
    return scale == 0 ? INTEGER : "decimal of scale " + scale;
  }

  private static long nanos(TimeUnit unit) {
    switch (unit) {
      case MILLIS:
        return 1_000_000;
      case MICROS:
        return 1_000;
      case NANOS:
        return 1;
      default:
        throw new IllegalArgumentException("a column has the unknown unit " + unit);
    }
  }

  private static String int96(Binary value) {
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = bytes.getInt() - JULIAN_DAY_OF_1970;
    return timestamp(day + Math.floorDiv(nanos, NANOS_OF_DAY), Math.floorMod(nanos, NANOS_OF_DAY));
  }

  private static String timestamp(long epochDay, long nanoOfDay) {
    return LocalDate.ofEpochDay(epochDay) + " " + time(nanoOfDay);
  }

  private static String time(long nanoOfDay) {
    return TIME.format(LocalTime.ofNanoOfDay(nanoOfDay));
  }

  private static String hexadecimal(Binary value) {
    byte[] bytes = value.getBytes();
    StringBuilder text = new StringBuilder(2 + 2 * bytes.length).append("0x");
    for (byte b : bytes) {
      text.append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
    }
    return text.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What the text looks like; only values of one form can be the same text. */
  String form() {
    return form;
  }

  /** Whether the text of such a value is a number or a boolean of JSON. */
  boolean bare() {
    return form.equals("boolean") || form.equals(INTEGER) || form.startsWith("decimal");
  }

  byte[] of(boolean value) {
    return utf8(Boolean.toString(value));
  }

  byte[] of(float value) {
    return utf8(Float.toString(value));
  }

  byte[] of(double value) {
    return utf8(Double.toString(value));
  }

  /** The text of a value that is stored as a whole number. */
  byte[] of(long value) {
    return utf8(ofWhole.apply(value));
  }

  /** The text of a value that is stored as bytes. */
  byte[] of(Binary value) {
    return ofBinary.apply(value);
  }

  /** The text of an entry of a dictionary. */
  byte[] of(Dictionary dictionary, int id) {
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN:
        return of(dictionary.decodeToBoolean(id));
      case FLOAT:
        return of(dictionary.decodeToFloat(id));
      case DOUBLE:
        return of(dictionary.decodeToDouble(id));
      case INT32:
        return of((long) dictionary.decodeToInt(id));
      case INT64:
        return of(dictionary.decodeToLong(id));
      case INT96:
      case BINARY:
      case FIXED_LEN_BYTE_ARRAY:
        return of(dictionary.decodeToBinary(id));
      default:
        throw new IllegalArgumentException("a column has the unknown type " + type);
    }
  }
}
