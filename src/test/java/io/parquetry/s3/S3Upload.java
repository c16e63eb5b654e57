/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/** Puts objects there, by Flink's S3 file system: S3A reads only what has an ETag. */
public final class S3Upload {
  private S3Upload() {}

  /** Sends Flink to the server, or to a proxy of it on another port. */
  public static S3Upload to(int port) {
    Configuration configuration = new Configuration();
    for (String option : S3Server.options(port)) {
      String[] pair = option.substring("-D".length()).split("=", 2);
      configuration.setString(pair[0], pair[1]);
    }
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    return new S3Upload();
  }

  /** Uploads a text. */
  public void put(String uri, String text) throws IOException {
    put(uri, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Uploads an object. */
  public void put(String uri, byte[] content) throws IOException {
    Path path = new Path(uri);
    URI root = URI.create(uri.substring(0, uri.indexOf('/', "s3://".length()) + 1));
    try (OutputStream out = FileSystem.get(root).create(path, FileSystem.WriteMode.OVERWRITE)) {
      out.write(content);
    }
  }
}
