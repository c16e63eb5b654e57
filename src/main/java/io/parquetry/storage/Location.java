/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an object lies: a scheme that is supported, a bucket (empty for local files) and a path
 * that begins with a slash. Object names are taken literally, with no percent-decoding, except in
 * {@code https:} addresses of S3 objects.
 */
public final class Location implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);
  private static final Pattern S3_PATH_STYLE =
      Pattern.compile("s3[.-]?[a-z0-9.-]*\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern S3_VIRTUAL_HOST =
      Pattern.compile("(.+)\\.s3[.-]?[a-z0-9.-]*\\.amazonaws\\.com(\\.cn)?");

  private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(/|$)");

  private final String scheme;
  private final String bucket;
  private final String path;

  private Location(String scheme, String bucket, String path) {
    this.scheme = scheme;
    this.bucket = bucket;
    this.path = path;
  }

  /**
   * Reads a URI or a local path; a relative path is taken from the working directory.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Location parse(String text) {
    return parse(text, Paths.get("").toAbsolutePath());
  }

  /**
   * Reads the value of an option.
   *
   * @throws ParquetryException a {@link FailureKind#USAGE} failure that names the option
   */
  public static Location ofOption(String option, String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw ParquetryException.at(
          FailureKind.USAGE, option + "=" + Excerpt.of(text), Excerpt.whole(e.getMessage()), e);
    }
  }

  /** Reads a URI or a path; a relative path is taken from beside this object. */
  public Location resolveSibling(String text) {
    if (!local() && !text.isBlank() && isRelative(text)) {
      return parent().child(text);
    }
    return parse(text, local() ? Paths.get(path).getParent() : Paths.get("/"));
  }

  /** Whether a text names a place only together with another. */
  public static boolean isRelative(String text) {
    return !text.startsWith("/") && !SCHEME.matcher(text).matches();
  }

  private static Location parse(String text, Path base) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("is empty: expected a URI or a path");
    }
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      return local(base.resolve(text), text.endsWith("/"));
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String rest = matcher.group(2);
    switch (scheme) {
      case "file":
        return file(rest);
      case "s3":
      case "s3a":
        return s3(scheme, rest);
      case "https":
        return https(text);
      default:
        throw new IllegalArgumentException(
            "has the unknown scheme \""
                + scheme
                + ":\": expected s3, s3a, file, an https address of an S3 object, or a local path");
    }
  }

  private static Location file(String rest) {
    String path = rest.startsWith("//") ? rest.substring(2) : rest;
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "names a host or a relative path: expected file:///absolute/path");
    }
    return local(Paths.get(path), path.endsWith("/"));
  }

  private static Location local(Path path, boolean folder) {
    String normal = path.normalize().toString();
    return new Location("file", "", folder && normal.length() > 1 ? normal + "/" : normal);
  }

  private static Location s3(String scheme, String rest) {
    int slash = rest.startsWith("//") ? rest.indexOf('/', 2) : -1;
    String bucket = slash < 0 ? rest.replaceFirst("^//", "") : rest.substring(2, slash);
    if (!rest.startsWith("//") || bucket.isEmpty()) {
      throw new IllegalArgumentException("has no bucket: expected " + scheme + "://bucket/key");
    }
    if (bucket.indexOf('@') >= 0 || bucket.indexOf(':') >= 0) {
      throw withCredentials();
    }
    return new Location(scheme, bucket, slash < 0 ? "/" : rest.substring(slash));
  }

  private static Location https(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a valid address: " + e.getMessage(), e);
    }
    if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
      throw withCredentials();
    }
    String host = Objects.toString(uri.getHost(), "");
    String path = Objects.toString(uri.getPath(), "");
    boolean object = uri.getQuery() == null && uri.getFragment() == null;
    // A bucket's own name may begin with s3, so its host is tried first.
    Matcher virtual = S3_VIRTUAL_HOST.matcher(host);
    if (object && virtual.matches()) {
      return s3("s3", "//" + virtual.group(1) + path);
    }
    if (object && S3_PATH_STYLE.matcher(host).matches()) {
      return s3("s3", "/" + path);
    }
    throw new IllegalArgumentException(
        "is not an address of an S3 object: expected https://s3.<region>.amazonaws.com/bucket/key");
  }

  /** A name goes into rows, logs and the report, where no secret belongs. */
  private static IllegalArgumentException withCredentials() {
    return new IllegalArgumentException(
        "has a user, a password or a port in front of its path: expected a bucket alone;"
            + " credentials belong in the options or the environment of the file system");
  }

  /**
   * Why Flink would open something else under this name; null where it would not. Its paths fold
   * empty parts, dots and backslashes away, which could also lead out of an allowed place.
   */
  public String nameDefect() {
    if (path.contains("//")) {
      return "has an empty part in its path (\"//\"), which the file system would fold away and"
          + " read another object; rename the object";
    }
    if (path.indexOf('\\') >= 0 || DOTS.matcher(path).find()) {
      return "has a backslash, or \".\" or \"..\" as a part of its path, which the file system"
          + " would resolve to another object; rename the object";
    }
    return null;
  }

  /** Why this cannot be one object that Flink opens by exactly this name; null if it can. */
  public String objectDefect() {
    String defect = nameDefect();
    if (defect == null && path.endsWith("/")) {
      return "ends with a slash: expected an object, found a folder; use URIPrefixes";
    }
    return defect;
  }

  /** {@code file}, {@code s3} or {@code s3a}. */
  public String scheme() {
    return scheme;
  }

  /** The bucket; empty for local files. */
  public String bucket() {
    return bucket;
  }

  /** Whether this lies on the local file system. */
  public boolean local() {
    return scheme.equals("file");
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path behind the bucket, with its leading slash. */
  public String path() {
    return path;
  }

  /** The object of this name below this folder; {@code name} may hold slashes. */
  public Location child(String name) {
    return new Location(scheme, bucket, path.endsWith("/") ? path + name : path + "/" + name);
  }

  /** The folder this lies in. */
  public Location parent() {
    int slash = path.lastIndexOf('/');
    return new Location(scheme, bucket, slash <= 0 ? "/" : path.substring(0, slash));
  }

  /** Whether {@code other} is this place or lies below it; {@code s3} and {@code s3a} are one. */
  public boolean covers(Location other) {
    boolean sameRoot = kind().equals(other.kind()) && bucket.equals(other.bucket);
    String folder = path.endsWith("/") ? path : path + "/";
    return sameRoot && (other.path.equals(path) || other.path.startsWith(folder));
  }

  /** Whether the name of this begins with all of the other's. */
  public boolean beginsWith(Location prefix) {
    return kind().equals(prefix.kind())
        && bucket.equals(prefix.bucket)
        && path.startsWith(prefix.path);
  }

  /** The file system's root, such as {@code s3://bucket/}. */
  public Location root() {
    return new Location(scheme, bucket, "/");
  }

  private String kind() {
    return local() ? "file" : "s3";
  }

  /** A URI that Flink's {@code Path} takes literally. */
  public String uri() {
    return local() ? "file:" + path : scheme + "://" + bucket + path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Location
        && kind().equals(((Location) other).kind())
        && bucket.equals(((Location) other).bucket)
        && path.equals(((Location) other).path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind(), bucket, path);
  }

  /** What a person reads: a plain path for local files, else the URI. */
  @Override
  public String toString() {
    return local() ? path : uri();
  }
}
