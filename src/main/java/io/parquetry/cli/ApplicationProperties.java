/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import io.parquetry.config.Problems;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The runtime properties of Amazon Managed Service for Apache Flink: options come in the group
 * {@code parquetry}, without their dashes. The service lays them down as a file before it calls
 * {@code main}.
 */
final class ApplicationProperties {
  /** The property group with our options. */
  static final String GROUP = "parquetry";

  /** The JVM's property that names another file than the service's, to try one elsewhere. */
  static final String FILE_PROPERTY = "parquetry.application-properties";

  /** Groups that mean something to the service itself begin so. */
  private static final String SERVICE = "kinesis.analytics.";

  private static final String SERVICE_FILE = "/etc/flink/application_properties.json";

  private final Path file;
  private final Map<String, String> options;

  private ApplicationProperties(Path file, Map<String, String> options) {
    this.file = file;
    this.options = options;
  }

  /** The properties of this process; nothing where there is no such file. */
  static Optional<ApplicationProperties> find() {
    String named = System.getProperty(FILE_PROPERTY);
    Path file = Path.of(named == null ? SERVICE_FILE : named);
    return named == null && Files.notExists(file) ? Optional.empty() : Optional.of(read(file));
  }

  /**
   * Reads a file.
   *
   * @throws ParquetryException where it is not what the service writes, or holds a group that
   *     nobody reads
   */
  static ApplicationProperties read(Path file) {
    Map<String, Properties> groups;
    try {
      if (!Files.isReadable(file)) {
        throw new IOException("there is no such file, or it cannot be read");
      }
      groups = KinesisAnalyticsRuntime.getApplicationProperties(file.toString());
    } catch (IOException | RuntimeException e) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          file.toString(),
          "cannot be read as application properties: expected"
              + " [{\"PropertyGroupId\": \"parquetry\", \"PropertyMap\": {\"manifest\": …}}], found: "
              + e.getMessage(),
          e);
    }
    Problems problems = new Problems();
    for (String group : groups.keySet()) {
      problems.unless(
          GROUP.equals(group) || String.valueOf(group).startsWith(SERVICE),
          file + " " + group,
          "is no property group of Parquetry: expected " + GROUP);
    }
    problems.throwIfAny();
    Map<String, String> options = new TreeMap<>();
    groups
        .getOrDefault(GROUP, new Properties())
        .forEach((key, value) -> options.put((String) key, (String) value));
    return new ApplicationProperties(file, options);
  }

  /** Where they were read from. */
  Path file() {
    return file;
  }

  /** Values by option, without dashes. */
  Map<String, String> options() {
    return options;
  }
}
