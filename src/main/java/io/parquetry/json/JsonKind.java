/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

/** The six kinds of value of RFC 8259, section 3. */
public enum JsonKind {
  STRING,
  NUMBER,
  BOOLEAN,
  NULL,
  OBJECT,
  ARRAY;

  /** How many kinds there are. */
  public static final int COUNT = 6;

  private static final JsonKind[] KINDS = values();

  /** A small number that stands for the kind in arrays: 0 to {@link #COUNT} - 1. */
  @SuppressWarnings("EnumOrdinal") // It never leaves the process.
  public int code() {
    return ordinal();
  }

  static JsonKind of(int code) {
    return KINDS[code];
  }
}
