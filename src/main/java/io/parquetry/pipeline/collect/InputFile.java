/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.storage.Location;
import java.io.Serializable;

/** One file of the run, as it was when the run was collected. */
public final class InputFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String uri;
  private final Location location;
  private final long length;
  private final long modificationTime;
  private final String date;

  /**
   * A file.
   *
   * @param uri exactly as the manifest has it; for an object below a prefix, its own
   * @param length in bytes, as stored
   * @param modificationTime milliseconds since 1970
   * @param date the output folder's date, yyyy-MM-dd
   */
  public InputFile(String uri, Location location, long length, long modificationTime, String date) {
    this.uri = uri;
    this.location = location;
    this.length = length;
    this.modificationTime = modificationTime;
    this.date = date;
  }

  /** The text of {@code _source_file}. */
  public String uri() {
    return uri;
  }

  /** Where it is read from. */
  public Location location() {
    return location;
  }

  /** Stored bytes. */
  public long length() {
    return length;
  }

  /** Milliseconds since 1970. */
  public long modificationTime() {
    return modificationTime;
  }

  /** The output folder's date, yyyy-MM-dd. */
  public String date() {
    return date;
  }
}
