/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageRegressionTest {
  @TempDir Path folder;

  @Test
  void namesWithColonAreListed() throws Exception {
    Files.writeString(folder.resolve("events-2025-12-23T10:15:00.ndjson"), "x");
    assertThat(Storage.below(Location.parse(folder.toString()))).hasSize(1);
  }

  @Test
  void aDanglingLinkDoesNotHideTheFolder() throws Exception {
    Files.writeString(folder.resolve("a.ndjson"), "x");
    Files.createSymbolicLink(folder.resolve("z.ndjson"), folder.resolve("gone"));
    assertThat(Storage.below(Location.parse(folder.toString()))).isNotEmpty();
  }

  @Test
  void aBackslashIsTakenLiterally() throws Exception {
    Files.writeString(folder.resolve("a\\b"), "x");
    assertThat(Storage.find(Location.parse(folder + "/a\\b"))).isPresent();
  }

  @Test
  void aBackslashInAFolderIsListed() throws Exception {
    Files.writeString(folder.resolve("a\\b"), "x");
    assertThat(Storage.below(Location.parse(folder.toString()))).hasSize(1);
  }
}
