/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.storage.Location;
import java.util.List;

/** What collecting has found: the files of the run, each once, and what to warn of. */
public final class Collected {
  private final Location manifest;
  private final List<InputFile> files;
  private final List<String> warnings;
  private final String runId;

  Collected(Location manifest, List<InputFile> files, List<String> warnings, String runId) {
    this.manifest = manifest;
    this.files = files;
    this.warnings = warnings;
    this.runId = runId;
  }

  /** The manifest. */
  Location manifest() {
    return manifest;
  }

  /** The files in the order of the manifest; objects below a prefix by name. */
  public List<InputFile> files() {
    return files;
  }

  /** Sentences for the log and the run report. */
  public List<String> warnings() {
    return warnings;
  }

  /** The id of the run. */
  String runId() {
    return runId;
  }
}
