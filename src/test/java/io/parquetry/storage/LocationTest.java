/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://bucket/a/b.ndjson                                    | s3://bucket/a/b.ndjson",
        "S3://bucket/key                                           | s3://bucket/key",
        "s3a://bucket/key                                          | s3a://bucket/key",
        "s3://bucket                                               | s3://bucket/",
        "s3://bucket/                                              | s3://bucket/",
        "s3://bucket/folder/                                       | s3://bucket/folder/",
        "s3://bucket/a%20b                                         | s3://bucket/a%20b",
        "s3://bucket/a b+c&d=e?f#g                                 | s3://bucket/a b+c&d=e?f#g",
        "s3://bucket/größe/データ/👍.ndjson                          | s3://bucket/größe/データ/👍.ndjson",
        "s3://bucket/2025-12-23T10:15:00.ndjson                    | s3://bucket/2025-12-23T10:15:00.ndjson",
        "https://s3.amazonaws.com/bucket/a/key                     | s3://bucket/a/key",
        "https://s3.eu-west-1.amazonaws.com/bucket/key             | s3://bucket/key",
        "https://s3-us-west-2.amazonaws.com/bucket/key             | s3://bucket/key",
        "https://s3.cn-north-1.amazonaws.com.cn/bucket/key         | s3://bucket/key",
        "https://s3.dualstack.eu-west-1.amazonaws.com/bucket/key   | s3://bucket/key",
        "https://bucket.s3.amazonaws.com/a/key                     | s3://bucket/a/key",
        "https://s3-data.s3.eu-west-1.amazonaws.com/a/key          | s3://s3-data/a/key",
        "https://s3logs.s3.amazonaws.com/a/key                     | s3://s3logs/a/key",
        "https://my.bucket.s3.eu-west-1.amazonaws.com/key          | s3://my.bucket/key",
        "https://bucket.s3-us-west-2.amazonaws.com/key             | s3://bucket/key",
        "https://s3.amazonaws.com/bucket/a%20b%25%23%2Bc+d/gr%C3%B6 | s3://bucket/a b%#+c+d/grö",
        "file:///data/a.ndjson                                     | file:/data/a.ndjson",
        "file:/data/a.ndjson                                       | file:/data/a.ndjson",
        "FILE:///data/a.ndjson                                     | file:/data/a.ndjson",
        "file:///data/a%20b.ndjson                                 | file:/data/a%20b.ndjson",
        "file:///data/a b+c#d?e.ndjson                             | file:/data/a b+c#d?e.ndjson",
        "file:////data//a.ndjson                                   | file:/data/a.ndjson",
        "file:///data/                                             | file:/data/",
        "file:///data/../etc/passwd                                | file:/etc/passwd",
        "/data/./a/../b.ndjson                                     | file:/data/b.ndjson",
        "/../../etc/passwd                                         | file:/etc/passwd",
        "/data/folder/                                             | file:/data/folder/",
        "/data//a.ndjson                                           | file:/data/a.ndjson",
        "/                                                         | file:/",
      })
  void eachFormIsReadAsThePlaceItNames(String text, String uri) {
    assertThat(Location.parse(text).uri()).isEqualTo(uri);
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                        | is empty: expected a URI or a path",
        "`  `                      | is empty: expected a URI or a path",
        "s3:bucket/key             | has no bucket: expected s3://bucket/key",
        "s3:/bucket/key            | has no bucket: expected s3://bucket/key",
        "s3:///key                 | has no bucket: expected s3://bucket/key",
        "s3a://                    | has no bucket: expected s3a://bucket/key",
        "file:data/a               | names a host or a relative path: expected file:///absolute/path",
        "file://host/data/a        | names a host or a relative path: expected file:///absolute/path",
        "hdfs://host/a             | has the unknown scheme \"hdfs:\": expected s3, s3a, file, an https address of an S3 object, or a local path",
        "http://s3.amazonaws.com/b | has the unknown scheme \"http:\": expected s3, s3a, file, an https address of an S3 object, or a local path",
        "jar:file:/a.jar!/b        | has the unknown scheme \"jar:\": expected s3, s3a, file, an https address of an S3 object, or a local path",
        "https://example.com/b/k   | is not an address of an S3 object: expected https://s3.<region>.amazonaws.com/bucket/key",
        "https://s3.amazonaws.com.example.com/b/k | is not an address of an S3 object: expected https://s3.<region>.amazonaws.com/bucket/key",
        "https://s3.amazonaws.com/b/k?versionId=1 | is not an address of an S3 object: expected https://s3.<region>.amazonaws.com/bucket/key",
        "https://s3.amazonaws.com/b/k#1 | is not an address of an S3 object: expected https://s3.<region>.amazonaws.com/bucket/key",
        "https://b.s3.amazonaws.com/k?versionId=1 | is not an address of an S3 object: expected https://s3.<region>.amazonaws.com/bucket/key",
        "s3://AKIA:SECRET@bucket/key | has a user, a password or a port in front of its path: expected a bucket alone; credentials belong in the options or the environment of the file system",
        "s3a://AKIA@bucket/key | has a user, a password or a port in front of its path: expected a bucket alone; credentials belong in the options or the environment of the file system",
        "s3://AKIA:SEC/RET@bucket/key | has a user, a password or a port in front of its path: expected a bucket alone; credentials belong in the options or the environment of the file system",
        "s3://bucket:443/key | has a user, a password or a port in front of its path: expected a bucket alone; credentials belong in the options or the environment of the file system",
        "https://AKIA:SECRET@s3.amazonaws.com/b/k | has a user, a password or a port in front of its path: expected a bucket alone; credentials belong in the options or the environment of the file system",
        "https://b.s3.amazonaws.com:x@evil.example/k | has a user, a password or a port in front of its path: expected a bucket alone; credentials belong in the options or the environment of the file system",
        "https://s3.amazonaws.com/ | has no bucket: expected s3://bucket/key",
        "https://s3.amazonaws.com/b/a b | is not a valid address: Illegal character in path at index 28: https://s3.amazonaws.com/b/a b",
      })
  void whatNamesNoSupportedPlaceIsRefusedWithASentence(String text, String sentence) {
    assertThatThrownBy(() -> Location.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void aRelativePathIsTakenFromTheWorkingDirectory() {
    Path here = Paths.get("").toAbsolutePath();

    assertThat(Location.parse("a/b.ndjson").path()).isEqualTo(here.resolve("a/b.ndjson") + "");
    assertThat(Location.parse("../b").path()).isEqualTo(here.getParent().resolve("b") + "");
  }

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/data/manifest.json   | a.ndjson         | file:/data/a.ndjson",
        "/data/manifest.json   | ./sub/a.ndjson   | file:/data/sub/a.ndjson",
        "/data/manifest.json   | sub/             | file:/data/sub/",
        "/data/manifest.json   | ../a.ndjson      | file:/a.ndjson",
        "/data/manifest.json   | /other/a.ndjson  | file:/other/a.ndjson",
        "/data/manifest.json   | s3://bucket/key  | s3://bucket/key",
        "/manifest.json        | a.ndjson         | file:/a.ndjson",
        "s3://bucket/m/m.json  | s3://bucket/key  | s3://bucket/key",
        "s3://bucket/m/m.json  | file:///data/a   | file:/data/a",
        "s3://bucket/m/m.json  | a.ndjson         | s3://bucket/m/a.ndjson",
        "s3://bucket/m.json    | in/a b.ndjson    | s3://bucket/in/a b.ndjson",
        "s3://bucket/m/m.json  | /data/a.ndjson   | file:/data/a.ndjson",
      })
  void anEntryIsTakenFromBesideTheManifest(String manifest, String entry, String uri) {
    assertThat(Location.parse(manifest).resolveSibling(entry).uri()).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/a//b.ndjson", "s3://bucket//a.ndjson", "s3a://bucket//"})
  void anEmptyPartInAnObjectNameIsADefect(String text) {
    assertThat(Location.parse(text).objectDefect())
        .isEqualTo(
            "has an empty part in its path (\"//\"), which the file system would fold away and read"
                + " another object; rename the object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/in/../secret/a",
        "s3://bucket/./a",
        "s3://bucket/..",
        "s3://bucket/a\\b",
        "/data/..\\etc\\passwd"
      })
  void aPartThatTheFileSystemWouldResolveIsADefect(String text) {
    assertThat(Location.parse(text).nameDefect())
        .contains("which the file system would resolve to another object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/folder/", "s3://bucket", "/data/folder/", "file:///"})
  void aTrailingSlashInAnObjectNameIsADefect(String text) {
    assertThat(Location.parse(text).objectDefect())
        .isEqualTo("ends with a slash: expected an object, found a folder; use URIPrefixes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/a.ndjson",
        "s3://bucket/100%.ndjson",
        "s3://bucket/a b+c.ndjson",
        "s3://bucket/ö/_a.ndjson",
        "/data/a.ndjson",
        "/data//a.ndjson"
      })
  void anOrdinaryObjectNameHasNoDefectAndReachesTheFileSystemUnchanged(String text) {
    Location location = Location.parse(text);

    assertThat(location.objectDefect()).isNull();
    assertThat(Storage.path(location).getPath()).isEqualTo(location.path());
  }

  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "s3://bucket,           s3://bucket/a/b,        true",
    "s3://bucket/,          s3a://bucket/a,         true",
    "s3a://bucket/,         s3://bucket/a,          true",
    "s3://bucket/in,        s3://bucket/in,         true",
    "s3://bucket/in,        s3://bucket/in/a,       true",
    "s3://bucket/in/,       s3://bucket/in/a,       true",
    "s3://bucket/in,        s3://bucket/input/a,    false",
    "s3://bucket/in/,       s3://bucket/in,         false",
    "s3://bucket/in,        s3://bucket,            false",
    "s3://bucket,           s3://bucket2/a,         false",
    "s3://bucket,           file:///bucket/a,       false",
    "file:///,              s3://bucket/a,          false",
    "file:///,              /etc/passwd,            true",
    "/data,                 /data/a,                true",
    "/data,                 /database/a,            false",
    "/data,                 /data/../etc/passwd,    false",
    "/data/../etc,          /etc/passwd,            true",
  })
  void aPlaceCoversItselfAndWhatLiesBelow(String place, String other, boolean covered) {
    assertThat(Location.parse(place).covers(Location.parse(other))).isEqualTo(covered);
  }

  @Test
  void s3AndS3aAreTheSameObjectAndKeepTheirSpelling() {
    Location s3 = Location.parse("s3://bucket/key");
    Location s3a = Location.parse("s3a://bucket/key");

    assertThat(s3).isEqualTo(s3a).hasSameHashCodeAs(s3a);
    assertThat(s3).hasToString("s3://bucket/key");
    assertThat(s3a).hasToString("s3a://bucket/key");
    assertThat(s3).isNotEqualTo(Location.parse("/key")).isNotEqualTo("s3://bucket/key");
    assertThat(s3).isNotEqualTo(Location.parse("s3://other/key"));
  }

  @Test
  void aLocationTellsItsParts() {
    Location object = Location.parse("s3://bucket/a/b.ndjson");
    Location file = Location.parse("file:///a/b.ndjson");

    assertThat(object.scheme()).isEqualTo("s3");
    assertThat(object.bucket()).isEqualTo("bucket");
    assertThat(object.path()).isEqualTo("/a/b.ndjson");
    assertThat(object.name()).isEqualTo("b.ndjson");
    assertThat(object.local()).isFalse();
    assertThat(object.root()).isEqualTo(Location.parse("s3://bucket/"));
    assertThat(object.parent()).isEqualTo(Location.parse("s3://bucket/a"));
    assertThat(object.parent().parent()).isEqualTo(Location.parse("s3://bucket/"));
    assertThat(object.parent().child("c/d")).isEqualTo(Location.parse("s3://bucket/a/c/d"));
    assertThat(Location.parse("s3://bucket/a/").child("c").path()).isEqualTo("/a/c");
    assertThat(file.bucket()).isEmpty();
    assertThat(file.local()).isTrue();
    assertThat(file.root().uri()).isEqualTo("file:/");
    assertThat(file).hasToString("/a/b.ndjson");
  }

  @Test
  void theValueOfAnOptionThatIsNoPlaceIsAUsageFailureThatNamesTheOption() {
    assertThatThrownBy(() -> Location.ofOption("--output", "ftp://host\u0007/out"))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
        .hasMessage(
            "[--output=ftp://host\\u0007/out] has the unknown scheme \"ftp:\": expected s3, s3a,"
                + " file, an https address of an S3 object, or a local path");
  }

  @Test
  void aLocationSurvivesSerialization() throws Exception {
    Location location = Location.parse("s3a://bucket/größe %.ndjson");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(location);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(location).hasToString(location.toString());
    }
  }
}
