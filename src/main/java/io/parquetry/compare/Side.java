/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

/** One of the two outputs. */
public enum Side {
  LEFT("left", 0),
  RIGHT("right", 1);

  private final String word;
  private final int index;

  Side(String word, int index) {
    this.word = word;
    this.index = index;
  }

  /** The option that names it. */
  String option() {
    return "--" + word;
  }

  /** As the result calls it. */
  public String word() {
    return word;
  }

  /** Its place in arrays of two. */
  int index() {
    return index;
  }

  /** The one beside it. */
  Side other() {
    return this == LEFT ? RIGHT : LEFT;
  }
}
