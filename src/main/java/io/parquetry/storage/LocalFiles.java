/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import io.parquetry.failure.Excerpt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listing local files. Flink's local file system cannot list names with a colon, and takes a folder
 * that holds a dangling link for one that does not exist.
 */
final class LocalFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFiles.class);

  /** How the names of files begin that are not to stay. */
  static final String TEMPORARY = ".parquetry-";

  private LocalFiles() {}

  static Optional<StoredObject> find(Location location) throws IOException {
    Path path = Path.of(location.path());
    try {
      return Optional.of(stored(location, Files.readAttributes(path, BasicFileAttributes.class)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (belowAFile(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean belowAFile(Path path) {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.isRegularFile(parent)) {
        return true;
      }
    }
    return false;
  }

  static List<StoredObject> children(Location folder) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    Path path = Path.of(folder.path());
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          add(child, found);
        }
      }
    }
    found.sort(Comparator.comparing(object -> object.location().path()));
    return found;
  }

  /** Follows links, but not in circles. */
  static List<StoredObject> below(Location folder) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    Path path = Path.of(folder.path());
    if (!Files.isDirectory(path)) {
      return found;
    }
    Files.walkFileTree(
        path,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            add(file, found);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof FileSystemLoopException) {
              // Its files have been found on the way here.
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    found.sort(Comparator.comparing(object -> object.location().path()));
    return found;
  }

  /** The link is what is created only once; through it the file appears with all its bytes. */
  static boolean createIfAbsent(Location location, byte[] content) throws IOException {
    Path target = Path.of(location.path());
    Files.createDirectories(target.getParent());
    // Not by createTempFile, whose files are for nobody else to read.
    Path temporary = target.resolveSibling(TEMPORARY + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.createLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static void rename(Location from, Location to) throws IOException {
    Files.move(Path.of(from.path()), Path.of(to.path()), StandardCopyOption.ATOMIC_MOVE);
  }

  static void deleteIfExists(Location location) throws IOException {
    Files.deleteIfExists(Path.of(location.path()));
  }

  private static void add(Path file, List<StoredObject> found) throws IOException {
    Optional<StoredObject> object = find(Location.parse(file.toAbsolutePath().toString()));
    if (object.isEmpty()) {
      LOG.warn("{} is a link to nothing, and is passed over", Excerpt.whole(file.toString()));
    }
    object.ifPresent(found::add);
  }

  private static StoredObject stored(Location location, BasicFileAttributes attributes) {
    return new StoredObject(
        location,
        attributes.size(),
        attributes.lastModifiedTime().toMillis(),
        attributes.isDirectory());
  }
}
