/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import java.io.Serializable;

/** What storage says of an object. */
public final class StoredObject implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Location location;
  private final long length;
  private final long modificationTime;
  private final boolean folder;

  StoredObject(Location location, long length, long modificationTime, boolean folder) {
    this.location = location;
    this.length = length;
    this.modificationTime = modificationTime;
    this.folder = folder;
  }

  /** Where it lies. */
  public Location location() {
    return location;
  }

  /** Its length in bytes. */
  public long length() {
    return length;
  }

  /** When it was last changed, in milliseconds since 1970. */
  public long modificationTime() {
    return modificationTime;
  }

  /** Whether it is a folder. */
  public boolean folder() {
    return folder;
  }
}
