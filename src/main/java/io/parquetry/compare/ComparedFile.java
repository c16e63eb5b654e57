/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import io.parquetry.storage.StoredObject;
import java.io.Serializable;

/** A file of a side, and its row groups. */
final class ComparedFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Side side;
  private final StoredObject object;
  private final long[] rows;
  private final long[] bytes;

  /**
   * A file.
   *
   * @param rows how many each row group has
   * @param bytes how large each row group is, compressed
   */
  ComparedFile(Side side, StoredObject object, long[] rows, long[] bytes) {
    this.side = side;
    this.object = object;
    this.rows = rows;
    this.bytes = bytes;
  }

  Side side() {
    return side;
  }

  StoredObject object() {
    return object;
  }

  int rowGroups() {
    return rows.length;
  }

  long rows(int rowGroup) {
    return rows[rowGroup];
  }

  long bytes(int rowGroup) {
    return bytes[rowGroup];
  }
}
