/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import io.parquetry.pipeline.write.PartFooter;
import io.parquetry.storage.Location;
import java.util.Comparator;

/** A committed part file whose footer has been read. */
final class WrittenFile {
  static final Comparator<WrittenFile> BY_PART =
      Comparator.comparingInt((WrittenFile file) -> file.footer.part())
          .thenComparing(file -> file.location.path());

  private final Location location;
  private final PartFooter footer;

  WrittenFile(Location location, PartFooter footer) {
    this.location = location;
    this.footer = footer;
  }

  Location location() {
    return location;
  }

  PartFooter footer() {
    return footer;
  }
}
