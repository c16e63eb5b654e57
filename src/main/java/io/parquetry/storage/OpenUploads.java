/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** Multipart uploads that were begun and neither completed nor aborted; S3 charges for them. */
public final class OpenUploads {

  /** One open upload. */
  public static final class OpenUpload {
    private final Location location;
    private final String id;
    private final Instant begun;

    private OpenUpload(Location location, String id, Instant begun) {
      this.location = location;
      this.id = id;
      this.begun = begun;
    }

    /** The object that it would have become. */
    public Location location() {
      return location;
    }

    /** When it was begun, by the clock of the storage. */
    public Instant begun() {
      return begun;
    }
  }

  private OpenUploads() {}

  /** All uploads of objects below a folder; none on the local file system. */
  public static List<OpenUpload> below(Location folder) throws IOException {
    if (folder.local()) {
      return List.of();
    }
    String prefix = folder.path().substring(1);
    String slashed = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return Retry.call("list open uploads of", folder, () -> list(folder, slashed));
  }

  private static List<OpenUpload> list(Location folder, String prefix) throws IOException {
    PluginS3 s3 = PluginS3.of(folder);
    List<OpenUpload> found = new ArrayList<>();
    // listMultipartUploads of Hadoop stops at the first thousand.
    Object uploads = s3.callHadoop("listUploads", prefix);
    while ((Boolean) s3.invoke(uploads, "hasNext")) {
      Object upload = s3.invoke(uploads, "next");
      String key = (String) s3.invoke(upload, "getKey");
      if (key.startsWith(prefix)) {
        Date begun = (Date) s3.invoke(upload, "getInitiated");
        found.add(
            new OpenUpload(
                folder.root().child(key),
                (String) s3.invoke(upload, "getUploadId"),
                begun == null ? Instant.EPOCH : begun.toInstant()));
      }
    }
    return found;
  }

  /** Aborts an upload; one that is gone already is no failure. */
  public static void abort(OpenUpload upload) throws IOException {
    Retry.call(
        "abort the upload of",
        upload.location,
        () -> {
          PluginS3 s3 = PluginS3.of(upload.location);
          Object request =
              s3.make(
                  "com.amazonaws.services.s3.model.AbortMultipartUploadRequest",
                  upload.location.bucket(),
                  upload.location.path().substring(1),
                  upload.id);
          try {
            s3.call("abortMultipartUpload", request);
          } catch (PluginS3.PluginFailure e) {
            if (e.status() != 404) {
              throw e;
            }
          }
          return null;
        });
  }
}
