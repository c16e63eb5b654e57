/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedPlacesTest {
  private static final Location S3_MANIFEST = Location.parse("s3://in/manifests/m.json");
  private static final Location S3_OUTPUT = Location.parse("s3://out/merged");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "s3://in/data/a.ndjson,                          true",
    "s3a://in/data/a.ndjson,                         true",
    "https://s3.eu-west-1.amazonaws.com/in/a,        true",
    "s3://out/earlier/a.ndjson,                      true",
    "s3://other/a.ndjson,                            false",
    "https://s3.eu-west-1.amazonaws.com/other/a,     false",
    "https://in.s3.amazonaws.com.evil.s3.amazonaws.com/a, false",
    "s3://in2/a.ndjson,                              false",
    "file:///etc/passwd,                             false",
    "/etc/passwd,                                    false",
  })
  void aManifestOnS3MayNameItsOwnBucketAndTheOutputs(String entry, boolean allowed) {
    AllowedPlaces places = new AllowedPlaces(S3_MANIFEST, S3_OUTPUT, List.of());

    assertThat(places.covers(S3_MANIFEST.resolveSibling(entry))).isEqualTo(allowed);
  }

  @Test
  void aManifestOnS3MayNotNameLocalFilesEvenWhereTheOutputIsLocal() {
    AllowedPlaces places = new AllowedPlaces(S3_MANIFEST, Location.parse("/out"), List.of());

    assertThat(places.covers(Location.parse("/out/a.ndjson"))).isFalse();
    assertThat(places.covers(Location.parse("/etc/passwd"))).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "/data/a.ndjson,         true",
    "file:///etc/passwd,     true",
    "beside.ndjson,          true",
    "s3://out/a.ndjson,      true",
    "s3://other/a.ndjson,    false",
  })
  void aLocalManifestMayNameLocalFiles(String entry, boolean allowed) {
    Location manifest = Location.parse("/m/manifest.json");
    AllowedPlaces places = new AllowedPlaces(manifest, S3_OUTPUT, List.of());

    assertThat(places.covers(manifest.resolveSibling(entry))).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "file:///data/a.ndjson,              true",
    "file:///data/sub/../a.ndjson,       true",
    "/data/../etc/passwd,                false",
    "file:///data/../etc/passwd,         false",
    "file:///data/sub/../../etc/passwd,  false",
    "file:////etc/passwd,                false",
    "/database/a.ndjson,                 false",
    "s3://extra/part/a.ndjson,           true",
    "s3://extra/partial/a.ndjson,        false",
    "s3://extra/a.ndjson,                false",
    "s3://whole/a.ndjson,                true",
  })
  void anOptionAddsPlacesAndNothingAbove(String entry, boolean allowed) {
    AllowedPlaces places =
        new AllowedPlaces(
            S3_MANIFEST,
            S3_OUTPUT,
            List.of("file:///data", "s3://extra/part", "https://s3.amazonaws.com/whole"));

    assertThat(places.covers(S3_MANIFEST.resolveSibling(entry))).isEqualTo(allowed);
  }

  @Test
  void aLinkOutOfAnAllowedFolderIsSeenAndOneWithinIsNot(@TempDir Path folder) throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    Path file = Files.writeString(in.resolve("file"), "x");
    Files.createSymbolicLink(in.resolve("out"), secret);
    Files.createSymbolicLink(in.resolve("up"), folder);
    Files.createSymbolicLink(in.resolve("within"), file);
    Path otherName = Files.createSymbolicLink(folder.resolve("in2"), in);
    AllowedPlaces places = new AllowedPlaces(S3_MANIFEST, S3_OUTPUT, List.of(in.toString()));

    for (String name : List.of("out", "up/secret")) {
      assertThat(places.linksOutside(Location.parse(in + "/" + name))).as(name).isTrue();
    }
    for (String name : List.of("file", "within", "up/in/file")) {
      assertThat(places.linksOutside(Location.parse(in + "/" + name))).as(name).isFalse();
    }
    AllowedPlaces linked = new AllowedPlaces(S3_MANIFEST, S3_OUTPUT, List.of(otherName.toString()));
    assertThat(linked.linksOutside(Location.parse(otherName + "/file"))).isFalse();
    AllowedPlaces everything =
        new AllowedPlaces(Location.parse(folder + "/m.json"), S3_OUTPUT, List.of());
    assertThat(everything.linksOutside(Location.parse(in + "/out"))).isFalse();
  }

  @Test
  void thePlacesAreToldInMessages() {
    assertThat(new AllowedPlaces(S3_MANIFEST, S3_OUTPUT, List.of("/data", "s3a://extra/part")))
        .hasToString("s3://in/, s3://out/, file:/data, s3a://extra/part");
  }

  @Test
  void anOptionThatIsNoPlaceIsAUsageFailure() {
    assertThatThrownBy(() -> new AllowedPlaces(S3_MANIFEST, S3_OUTPUT, List.of("gs://bucket")))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
        .hasMessageStartingWith("[--allow=gs://bucket] has the unknown scheme \"gs:\"");
  }
}
