/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

/**
 * A failure that a user can act on. The message reads {@code [where] what is wrong: expected …,
 * found …; what to do}.
 */
public final class ParquetryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  private ParquetryException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * A failure at a place.
   *
   * @param where a file, {@code file:line}, or an option
   * @param what the sentence after the place
   */
  public static ParquetryException at(FailureKind kind, String where, String what) {
    return at(kind, where, what, null);
  }

  /** A failure at a place, with the exception that showed it. */
  public static ParquetryException at(
      FailureKind kind, String where, String what, Throwable cause) {
    return new ParquetryException(kind, "[" + Excerpt.whole(where) + "] " + what, cause);
  }

  /** A failure that has no place. */
  public static ParquetryException of(FailureKind kind, String what) {
    return new ParquetryException(kind, what, null);
  }

  /** Which entry of the closed list this is. */
  public FailureKind kind() {
    return kind;
  }
}
