/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.IOException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Which jars bring a file system for a scheme. Of several Flink takes the one that it happens to
 * load last, without a word.
 */
public final class FileSystemClaims {
  private static final String WANTED =
      "expected flink-s3-fs-hadoop alone, in a folder of its own below Flink's plugins/";

  private FileSystemClaims() {}

  /** A warning where several file systems claim the scheme of a location; else empty. */
  public static Optional<String> conflict(Location location) {
    if (location.local()) {
      return Optional.empty();
    }
    List<String> jars = claiming(location.scheme());
    return jars.size() < 2
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%d file systems claim \"%s:\", and Flink takes any of them: found %s; %s",
                jars.size(), location.scheme(), String.join(" and ", jars), WANTED));
  }

  /**
   * Holds the file system of an output to what publishing needs: parts that are invisible until
   * they are committed.
   *
   * @throws ParquetryException a {@link FailureKind#USAGE} failure
   */
  public static void checkOutput(Location output) throws IOException {
    if (output.local()) {
      return;
    }
    try {
      Storage.fileSystem(output).createRecoverableWriter();
    } catch (UnsupportedOperationException e) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          output.toString(),
          "the file system that is installed for \""
              + output.scheme()
              + ":\" cannot commit files ("
              + e.getMessage()
              + "): found "
              + String.join(" and ", claiming(output.scheme()))
              + "; "
              + WANTED,
          e);
    }
  }

  /** The jars on Flink's class path and among its plugins, by name. */
  private static List<String> claiming(String scheme) {
    List<FileSystemFactory> factories = new ArrayList<>();
    ServiceLoader.load(FileSystemFactory.class, FileSystemFactory.class.getClassLoader())
        .forEach(factories::add);
    Iterator<FileSystemFactory> plugins =
        PluginUtils.createPluginManagerFromRootFolder(new Configuration())
            .load(FileSystemFactory.class);
    plugins.forEachRemaining(factories::add);
    return factories.stream()
        .filter(factory -> factory.getScheme().equals(scheme))
        .map(FileSystemClaims::jar)
        .distinct()
        .sorted()
        .collect(Collectors.toUnmodifiableList());
  }

  private static String jar(FileSystemFactory factory) {
    CodeSource source = factory.getClass().getProtectionDomain().getCodeSource();
    return source == null ? factory.getClass().getName() : source.getLocation().getPath();
  }
}
