/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How commands that start no job reach the files. */
final class FileSystemOptions {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "Options of Flink's file systems, such as -Ds3.endpoint=….")
  private Map<String, String> flink = new TreeMap<>();

  /** Loads the file systems with these options. */
  void load() {
    EmbeddedFlink.configure(flink);
  }
}
