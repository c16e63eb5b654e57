/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import java.util.List;

/** What collecting has found: the files of the run, each once, and what to warn of. */
public final class Collected {
  private final List<InputFile> files;
  private final List<String> warnings;
  private final String manifestDigest;

  Collected(List<InputFile> files, List<String> warnings, String manifestDigest) {
    this.files = files;
    this.warnings = warnings;
    this.manifestDigest = manifestDigest;
  }

  /** The files in the order of the manifest; objects below a prefix by name. */
  public List<InputFile> files() {
    return files;
  }

  /** Sentences for the log and the run report. */
  public List<String> warnings() {
    return warnings;
  }

  /** SHA-256 of the manifest's bytes, in hexadecimal digits. */
  public String manifestDigest() {
    return manifestDigest;
  }
}
