/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Creates an S3 object only where there is none: of any number of writers at once, exactly one
 * succeeds. Flink's {@code NO_OVERWRITE} cannot say that, since it looks first and writes later.
 */
final class ConditionalPut {
  private static final String MODEL = "com.amazonaws.services.s3.model.";
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private ConditionalPut() {}

  /**
   * Creates the object with this content, whole or not at all.
   *
   * <p>The content must be the caller's alone (hold the attempt's id): a request whose answer was
   * lost is sent again, and then finds the object that it made itself, which only its content
   * tells.
   *
   * @return false when another's object is there
   */
  static boolean createIfAbsent(Location location, byte[] content) throws IOException {
    return Retry.call("create", location, () -> created(location, content));
  }

  private static boolean created(Location location, byte[] content) throws IOException {
    PluginS3 s3 = PluginS3.of(location);
    Object metadata = s3.make(MODEL + "ObjectMetadata");
    s3.invoke(metadata, "setContentLength", (long) content.length);
    Object request =
        s3.make(
            MODEL + "PutObjectRequest",
            location.bucket(),
            location.path().substring(1),
            new ByteArrayInputStream(content),
            metadata);
    s3.invoke(request, "putCustomRequestHeader", "If-None-Match", "*");
    try {
      s3.call("putObject", request);
      return true;
    } catch (PluginS3.PluginFailure e) {
      if (e.status() == PRECONDITION_FAILED) {
        return Arrays.equals(Storage.read(location), content);
      }
      if (e.status() == CONFLICT) {
        // Another's request was under way; who won shows when this one is repeated.
        throw new IOException(location + ": two writers at once: " + e.getMessage(), e);
      }
      throw e;
    }
  }
}
