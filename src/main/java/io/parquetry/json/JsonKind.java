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

  private static final JsonKind[] KINDS = values();

  static JsonKind of(int ordinal) {
    return KINDS[ordinal];
  }
}
