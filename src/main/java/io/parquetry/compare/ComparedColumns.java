/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The columns that are compared: those of both sides, without those that are ignored. */
final class ComparedColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names;
  private final int[] key;

  /**
   * Columns.
   *
   * @param names sorted, since files may have them in any order
   * @param key some of them; none where rows are compared as a whole
   */
  ComparedColumns(Collection<String> names, Collection<String> key) {
    this.names = new ArrayList<>(names);
    this.key = key.stream().mapToInt(this.names::indexOf).toArray();
  }

  /** All of them. */
  List<String> names() {
    return names;
  }

  /** Whether there is a key. */
  boolean keyed() {
    return key.length > 0;
  }

  /** Positions of all. */
  int[] all() {
    return IntStream.range(0, names.size()).toArray();
  }

  /** Positions of the key's columns, in the order in which they were given. */
  int[] key() {
    return key;
  }

  /** Positions of the columns that rows of one key may differ in. */
  int[] values() {
    List<Integer> ofKey = IntStream.of(key).boxed().collect(Collectors.toList());
    return IntStream.range(0, names.size()).filter(i -> !ofKey.contains(i)).toArray();
  }
}
