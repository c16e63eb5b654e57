/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
  @TempDir Path folder;

  @Test
  void aFileIsFoundWithItsLengthAndTime() throws IOException {
    Path file = file("a.ndjson", "12345");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));

    StoredObject found = Storage.find(location("a.ndjson")).orElseThrow();

    assertThat(found.location()).isEqualTo(location("a.ndjson"));
    assertThat(found.length()).isEqualTo(5);
    assertThat(found.modificationTime()).isEqualTo(1_700_000_000_000L);
    assertThat(found.folder()).isFalse();
  }

  @Test
  void aFolderIsFoundAsOne() throws IOException {
    assertThat(Storage.find(location("")).orElseThrow().folder()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "missing/below", "a.ndjson/below"})
  void whatDoesNotExistIsNotFound(String name) throws IOException {
    file("a.ndjson", "");

    assertThat(Storage.find(location(name))).isEmpty();
    assertThat(Storage.below(location(name))).isEmpty();
    assertThat(Storage.children(location(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a%20b",
        "a+b",
        "größe データ 👍",
        "#a?b",
        "_a",
        ".a",
        "a'\"*[]{}",
        " a ",
        "a:b"
      })
  void aNameIsTakenLiterally(String name) throws IOException {
    file(name, "text of " + name);

    assertThat(Storage.read(location(name))).asString().isEqualTo("text of " + name);
    assertThat(Storage.find(location(name))).isPresent();
    assertThat(Storage.below(location(""))).hasSize(1);
  }

  /** Flink could not open it; found, it can be refused by name. */
  @Test
  void aNameWithABackslashIsListed() throws IOException {
    Files.writeString(folder.resolve("a\\b"), "");

    assertThat(Storage.find(location("a\\b"))).isPresent();
    assertThat(Storage.below(location(""))).hasSize(1);
  }

  @Test
  void theChildrenOfAFolderComeByNameFoldersAmongThem() throws IOException {
    file("b", "");
    file("a/below", "");
    file("_c", "");

    List<StoredObject> children = Storage.children(location(""));

    assertThat(children)
        .extracting(StoredObject::location)
        .containsExactly(location("_c"), location("a"), location("b"));
    assertThat(children).extracting(StoredObject::folder).containsExactly(false, true, false);
  }

  @Test
  void allFilesBelowAFolderAreListedHiddenOnesToo() throws IOException {
    file("2", "");
    file("1/b", "");
    file("1/a/_x", "");
    file("1/a/.y", "");
    file("1/größe %20+#", "");
    Files.createDirectories(folder.resolve("3/empty"));

    assertThat(Storage.below(location("")))
        .extracting(StoredObject::location)
        .containsExactly(
            location("1/a/.y"),
            location("1/a/_x"),
            location("1/b"),
            location("1/größe %20+#"),
            location("2"));
  }

  @Test
  void aFileIsOpenedAtAPosition() throws IOException {
    file("a", "0123456789");

    try (InputStream in = Storage.open(location("a"), 7)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("789");
    }
    try (InputStream in = Storage.open(location("a"), 0)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("0123456789");
    }
  }

  @Test
  void readingWhatDoesNotExistFailsAtOnce() {
    assertThatThrownBy(() -> Storage.read(location("missing")))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> Storage.open(location("missing"), 0))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void writingMakesTheFoldersAndReplacesWhatIsThere() throws IOException {
    Storage.write(location("a/b/c"), bytes("a longer first text"));
    Storage.write(location("a/b/c"), bytes("second"));

    assertThat(folder.resolve("a/b/c")).hasContent("second");
  }

  @Test
  void aCreatedFileHoldsWhatWasWrittenWhenItIsClosed() throws IOException {
    file("a", "what was there");
    try (OutputStream out = Storage.create(location("a"))) {
      out.write(bytes("new"));
    }

    assertThat(folder.resolve("a")).hasContent("new");
  }

  @Test
  void deletingTakesAFileAFolderOrNothing() throws IOException {
    file("a/b/c", "");
    file("d", "");

    Storage.delete(location("a"));
    Storage.delete(location("d"));
    Storage.delete(location("missing"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void withoutAFileSystemForS3TheFailureSaysWhatToInstall() {
    assertThatThrownBy(() -> Storage.find(Location.parse("s3://bucket/key")))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
        .hasMessage(
            "[s3://bucket/key] no file system for \"s3:\" is installed: put"
                + " flink-s3-fs-hadoop-1.20.1.jar into a folder of its own below Flink's plugins/"
                + " and restart");
  }

  private Location location(String name) {
    return Location.parse(folder + "/" + name);
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
