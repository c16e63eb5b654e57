/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CollectorRegressionTest {
  @TempDir Path folder;

  Collected collect(String json) throws Exception {
    Files.writeString(folder.resolve("m.json"), json);
    return Collector.collect(
        CommandLine.populateCommand(new CollectOptions(), "--manifest=" + folder + "/m.json"),
        Location.parse(folder + "/out"));
  }

  @Test
  void oneFileUnderTwoOtherSpellingsIsOneDuplicate() throws Exception {
    Files.writeString(folder.resolve("a-2025-12-23"), "");
    assertThat(
            collect(
                    "{\"fileLocations\":[{\"URIs\":[\"a-2025-12-23\",\"./a-2025-12-23\",\"x/../a-2025-12-23\"]}]}")
                .warnings()
                .get(0))
        .contains("names 1 of its files");
  }

  @Test
  void colonBelowPrefix() throws Exception {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/events-2025-12-23T10:15:00.ndjson"), "");
    assertThat(collect("{\"fileLocations\":[{\"URIPrefixes\":[\"in\"]}]}").files()).hasSize(1);
  }

  @Test
  void danglingLinkBelowPrefixLosesNoFileInSilence() throws Exception {
    Files.createDirectories(folder.resolve("in/sub"));
    Files.writeString(folder.resolve("in/a-2025-12-23"), "");
    Files.writeString(folder.resolve("in/sub/b-2025-12-23"), "");
    Files.createSymbolicLink(folder.resolve("in/sub/z"), folder.resolve("gone"));
    assertThat(collect("{\"fileLocations\":[{\"URIPrefixes\":[\"in\"]}]}").files()).hasSize(2);
  }

  @Test
  void backslashEscapesAllowedPlaces() {
    AllowedPlaces places =
        new AllowedPlaces(
            Location.parse("s3://b/m.json"),
            Location.parse("s3://b/out"),
            java.util.List.of("file:///data", "s3://x/in"));
    assertThat(places.covers(Location.parse("file:///data/..\\etc\\passwd"))).isFalse();
  }

  @Test
  void dotsEscapesAllowedPlaces() {
    AllowedPlaces places =
        new AllowedPlaces(
            Location.parse("s3://b/m.json"),
            Location.parse("s3://b/out"),
            java.util.List.of("file:///data", "s3://x/in"));
    Location l = Location.parse("s3://x/in/../secret/a");
    assertThat(places.covers(l) && l.objectDefect() == null).isFalse();
  }

  @Test
  void nulInEntry() {
    assertThatThrownBy(() -> collect("{\"fileLocations\":[{\"URIs\":[\"a\\u0000b\"]}]}"))
        .isInstanceOf(ParquetryException.class)
        .satisfies(e -> assertThat(e.getMessage().chars().filter(c -> c == 0).count()).isZero());
  }

  @Test
  void badUriInHttps() {
    assertThatThrownBy(
            () ->
                collect(
                    "{\"fileLocations\":[{\"URIs\":[\"https://s3.amazonaws.com/b/\\u001b[31mx\"]}]}"))
        .isInstanceOf(ParquetryException.class)
        .satisfies(e -> assertThat(e.getMessage().chars().filter(c -> c == 27).count()).isZero());
  }
}
