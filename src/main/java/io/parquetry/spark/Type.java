/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

/**
 * The types that {@code spark.read.json} infers. A decimal is an integer beyond 64 bits with at
 * most 38 digits; it never has a fraction.
 */
enum Type {
  /** Also where types do not go together, and where there are only nulls. */
  STRING("string"),
  BOOLEAN("boolean"),
  LONG("bigint"),
  DECIMAL("decimal"),
  DOUBLE("double"),
  ARRAY("array"),
  STRUCT("struct");

  private final String text;

  Type(String text) {
    this.text = text;
  }

  /** Spark's name of it. */
  String text() {
    return text;
  }
}
