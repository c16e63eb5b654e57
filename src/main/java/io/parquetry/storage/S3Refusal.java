/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of S3 that stays the same however often it is asked: {@link #getFile} says where,
 * {@link #getReason} what is wrong and what to do.
 */
public final class S3Refusal extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private static final Pattern DENIED = Pattern.compile("Status Code: 403; Error Code: ([^;]*)");

  private static final Pattern ASKED =
      Pattern.compile("No AWS Credentials provided by (.*?) : (?:[\\w.]+Exception: )?(.*)");

  private static final Pattern OF_BUCKET = Pattern.compile("^s3a?://[^/]*/");

  private S3Refusal(Location where, String reason, IOException cause) {
    super(where.toString(), null, reason);
    // The plugin's own exceptions are of classes that no other process can load.
    IOException told = new IOException(cause.toString());
    told.setStackTrace(cause.getStackTrace());
    initCause(told);
  }

  /**
   * The refusal that an exception tells of; any other exception as it is.
   *
   * @param where the object, or a folder in which the exception names one
   */
  public static IOException of(Location where, IOException e) {
    if (where.local()) {
      return e;
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof S3Refusal) {
        return (S3Refusal) t;
      }
      String reason = reason(t);
      if (reason != null) {
        return new S3Refusal(object(where, e), reason, e);
      }
    }
    return e;
  }

  private static Location object(Location where, IOException e) {
    String folder = where.path().substring(1) + "/";
    if (folder.equals("/")) {
      return where;
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      String file = t instanceof FileSystemException ? ((FileSystemException) t).getFile() : null;
      // It names the key, or all of it.
      String key = file == null ? "" : OF_BUCKET.matcher(file).replaceFirst("");
      if (key.startsWith(folder)) {
        return where.root().child(key);
      }
    }
    return where;
  }

  /**
   * What S3 refuses, within a sentence; null where it does not. The exceptions are classes of the
   * plugin, which ours cannot name, so their text tells.
   */
  public static String reason(Throwable e) {
    String text = String.valueOf(e);
    if (text.contains("Error Code: NoSuchBucket")) {
      return "the bucket does not exist: correct its name, or s3.endpoint where it is at another"
          + " place";
    }
    if (text.contains("NoAuthWithAWSException")) {
      Matcher asked = ASKED.matcher(text);
      return "no credentials for S3 were found: set s3.access-key and s3.secret-key, or"
          + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_ROLE_ARN and"
          + " AWS_WEB_IDENTITY_TOKEN_FILE, or give the machine a role"
          + (asked.find()
              ? "; asked were " + asked.group(1) + " which said: " + asked.group(2)
              : "");
    }
    Matcher denied = DENIED.matcher(text);
    if (denied.find()) {
      String code = denied.group(1).startsWith("403") ? "403" : "403 " + denied.group(1);
      return "S3 denies access ("
          + code
          + "): correct the credentials, or give them the permission; where they may not list the"
          + " bucket S3 also says so of what is not there";
    }
    return null;
  }
}
