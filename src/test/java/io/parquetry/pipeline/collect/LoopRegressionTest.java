/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.storage.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoopRegressionTest {
  @TempDir Path folder;

  @Test
  void aLinkToItsOwnFolderDoesNotMultiplyFiles() throws Exception {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a-2025-12-23"), "");
    Files.createSymbolicLink(folder.resolve("in/loop"), folder.resolve("in"));
    Files.writeString(folder.resolve("m.json"), "{\"fileLocations\":[{\"URIPrefixes\":[\"in\"]}]}");
    assertThat(
            Collector.collect(
                    CommandLine.populateCommand(
                        new CollectOptions(), "--manifest=" + folder + "/m.json"),
                    Location.parse(folder + "/out"))
                .files())
        .hasSize(1);
  }
}
