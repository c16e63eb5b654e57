/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The smallest few of the marks that were added. */
final class Examples implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many are told of each difference. */
  static final int MOST = 3;

  private final ArrayList<RowMark> smallest = new ArrayList<>(MOST + 1);

  void add(RowMark mark) {
    if (smallest.size() == MOST && RowMark.BY_DIGEST.compare(mark, smallest.get(MOST - 1)) >= 0) {
      return;
    }
    smallest.add(mark);
    smallest.sort(RowMark.BY_DIGEST);
    if (smallest.size() > MOST) {
      smallest.remove(MOST);
    }
  }

  void addAll(Examples other) {
    other.smallest.forEach(this::add);
  }

  /** In their order. */
  List<RowMark> marks() {
    return smallest;
  }
}
