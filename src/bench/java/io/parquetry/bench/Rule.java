/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NumericNode;

/** When two values that stand in one column of one row are the same. */
enum Rule {
  /** The same text, NULL being equal to NULL only. */
  TEXT("the same text") {
    @Override
    boolean equal(String left, String right) {
      return false;
    }
  },

  /** The same text, or the same JSON value: numbers by their value, objects in any order. */
  JSON("the same JSON value, white space, order of keys and digits of numbers aside") {
    @Override
    boolean equal(String left, String right) {
      if (left == null || right == null) {
        return false;
      }
      try {
        return READER.readTree(left).equals(Rule::compareNumbers, READER.readTree(right));
      } catch (JacksonException e) {
        return false;
      }
    }
  },

  /** The same name of a file, in whatever folder and whether or not it is written as a URI. */
  FILE_NAME("the same file name") {
    @Override
    boolean equal(String left, String right) {
      return left != null && right != null && fileName(left).equals(fileName(right));
    }
  };

  private static final ObjectMapper READER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** Whether two values whose texts differ are the same all the same. */
  abstract boolean equal(String left, String right);

  /** The rule in words. */
  String meaning() {
    return meaning;
  }

  private static int compareNumbers(JsonNode left, JsonNode right) {
    if (left instanceof NumericNode && right instanceof NumericNode) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.equals(right) ? 0 : 1;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
