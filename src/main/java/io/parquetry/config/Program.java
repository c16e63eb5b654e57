/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build has noted about this program. */
public final class Program {
  private static final Properties BUILD = read();

  private Program() {}

  /** The version, such as {@code 0.1.0}. */
  public static String version() {
    return BUILD.getProperty("version");
  }

  /** The git revision that it was built from. */
  public static String revision() {
    return BUILD.getProperty("revision");
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = Program.class.getResourceAsStream("/parquetry-build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
