/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

/** Names of the accumulators by which a job tells how far it is. */
public final class Progress {
  /** Stored bytes of the ranges that discovery has read. */
  public static final String DISCOVERED_BYTES = "parquetry.discover.bytes";

  /** Stored bytes of the ranges that have become rows. */
  public static final String STRINGIFIED_BYTES = "parquetry.stringify.bytes";

  private Progress() {}
}
