/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/** Objects of any supported file system, through Flink's file systems. */
public final class Storage {

  private Storage() {}

  /**
   * An object as storage knows it; empty where there is none.
   *
   * @throws ParquetryException where the file system is not there or does not answer
   */
  public static Optional<StoredObject> find(Location location) throws IOException {
    if (location.local()) {
      return LocalFiles.find(location);
    }
    FileSystem files = fileSystem(location);
    try {
      FileStatus status =
          Retry.call("look up", location, () -> files.getFileStatus(path(location)));
      return Optional.of(stored(location, status));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** All objects below a folder, by name; none where there is no such folder. */
  public static List<StoredObject> below(Location folder) throws IOException {
    if (folder.local()) {
      return LocalFiles.below(folder);
    }
    List<StoredObject> found = new ArrayList<>();
    collectBelow(folder, found);
    return found;
  }

  private static void collectBelow(Location folder, List<StoredObject> found) throws IOException {
    for (StoredObject child : children(folder)) {
      if (child.folder()) {
        collectBelow(child.location(), found);
      } else {
        found.add(child);
      }
    }
  }

  /** What lies directly in a folder, by name. */
  public static List<StoredObject> children(Location folder) throws IOException {
    if (folder.local()) {
      return LocalFiles.children(folder);
    }
    FileSystem files = fileSystem(folder);
    List<StoredObject> found = new ArrayList<>();
    FileStatus[] statuses;
    try {
      statuses = Retry.call("list", folder, () -> files.listStatus(path(folder)));
    } catch (FileNotFoundException e) {
      return found;
    }
    if (statuses == null) {
      return found;
    }
    for (FileStatus status : statuses) {
      found.add(stored(folder.child(status.getPath().getName()), status));
    }
    found.sort(Comparator.comparing(object -> object.location().path()));
    return found;
  }

  /** Opens an object at a position. */
  public static FSDataInputStream open(Location location, long position) throws IOException {
    FileSystem files = fileSystem(location);
    return Retry.call(
        "open",
        location,
        () -> {
          FSDataInputStream in = files.open(path(location));
          if (position > 0) {
            in.seek(position);
          }
          return in;
        });
  }

  /** The whole of a small object. */
  public static byte[] read(Location location) throws IOException {
    return Retry.call(
        "read",
        location,
        () -> {
          try (InputStream in = fileSystem(location).open(path(location))) {
            return in.readAllBytes();
          }
        });
  }

  /** So many bytes of an object from a position on; fewer where it ends before. */
  public static byte[] read(Location location, long position, int bytes) throws IOException {
    return Retry.call(
        "read",
        location,
        () -> {
          try (FSDataInputStream in = fileSystem(location).open(path(location))) {
            in.seek(position);
            return in.readNBytes(bytes);
          }
        });
  }

  /** Gives an object its content. */
  private interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** Writes a small object whole, over one that may be there; nobody sees a part of it. */
  public static void write(Location location, byte[] content) throws IOException {
    write(location, (Content) out -> out.write(content));
  }

  /** Writes what a file of this machine holds, over an object that may be there, and whole. */
  public static void write(Location location, File content) throws IOException {
    write(
        location,
        (Content)
            out -> {
              try (InputStream in = new FileInputStream(content)) {
                in.transferTo(out);
              }
            });
  }

  private static void write(Location location, Content content) throws IOException {
    // An object store shows an object when it is closed; a local file is shown by its new name.
    if (!location.local()) {
      writeTo(location, content);
      return;
    }
    Location temporary =
        location.parent().child(LocalFiles.TEMPORARY + UUID.randomUUID() + location.name());
    try {
      writeTo(temporary, content);
      LocalFiles.rename(temporary, location);
    } finally {
      LocalFiles.deleteIfExists(temporary);
    }
  }

  private static void writeTo(Location location, Content content) throws IOException {
    Retry.call(
        "write",
        location,
        () -> {
          try (OutputStream out = create(location)) {
            content.to(out);
          }
          return null;
        });
  }

  /**
   * Writes a small object whole if there is none of that name.
   *
   * @return whether it was written; of several callers at once, one is told so
   */
  public static boolean createIfAbsent(Location location, byte[] content) throws IOException {
    return location.local()
        ? LocalFiles.createIfAbsent(location, content)
        : ConditionalPut.createIfAbsent(location, content);
  }

  /**
   * Whether this is a file that {@link #write} or {@link #createIfAbsent} makes on its way, and a
   * crash may leave.
   */
  public static boolean isTemporary(Location location) {
    return location.name().startsWith(LocalFiles.TEMPORARY);
  }

  /** A new object, over one that may be there; it exists when the stream is closed. */
  public static OutputStream create(Location location) throws IOException {
    try {
      return fileSystem(location).create(path(location), FileSystem.WriteMode.OVERWRITE);
    } catch (IOException e) {
      throw S3Refusal.of(location, e);
    }
  }

  /** Removes an object or a whole folder; does nothing where there is none. */
  public static void delete(Location location) throws IOException {
    Retry.call("delete", location, () -> fileSystem(location).delete(path(location), true));
  }

  /** Flink's name of a location. */
  public static Path path(Location location) {
    return new Path(location.uri());
  }

  private static StoredObject stored(Location location, FileStatus status) {
    return new StoredObject(
        location, status.getLen(), status.getModificationTime(), status.isDir());
  }

  /** The file system of a location. */
  static FileSystem fileSystem(Location location) throws IOException {
    try {
      return FileSystem.get(path(location).toUri());
    } catch (UnsupportedFileSystemSchemeException e) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          location.toString(),
          "no file system for \""
              + location.scheme()
              + ":\" is installed: put flink-s3-fs-hadoop-1.20.1.jar into a folder of its own"
              + " below Flink's plugins/ and restart",
          e);
    }
  }
}
