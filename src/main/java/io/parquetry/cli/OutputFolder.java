/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.storage.Location;
import java.nio.file.Files;
import java.nio.file.Path;

/** A local output folder, looked at before anything is done. */
final class OutputFolder {

  private OutputFolder() {}

  /** Whether the folder, or the nearest one above it that exists, can be written. */
  static boolean writable(Location output) {
    Path folder = Path.of(output.path());
    while (!Files.exists(folder)) {
      folder = folder.getParent();
    }
    return Files.isDirectory(folder) && Files.isWritable(folder);
  }
}
