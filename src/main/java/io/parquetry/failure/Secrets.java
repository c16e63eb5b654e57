/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

import java.util.regex.Pattern;

/** What must not be printed or kept: values whose names speak of secrets, credentials in URIs. */
public final class Secrets {
  private static final String MASK = "******";

  /** Also what Flink itself hides, such as {@code api-key} and {@code http-headers}. */
  private static final String NAME =
      "secret|password|passwd|passphrase|token|credential|signature|jaas[-_.]?config|http[-_.]?headers"
          + "|basic[-_.]?auth|auth[-_.]?params|(access|private|account|service|encryption|api)[-_.]?key";

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(" + NAME + ").*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** {@code s3://key:secret@bucket}; the secret may hold slashes. Bounded, to stay linear. */
  private static final Pattern USER_INFO =
      Pattern.compile("://(?:[^/@\\s]{1,512}|[^/@:\\s]{1,512}:[^@\\s]{0,512})@");

  /** {@code --s3.secret-key=…} and {@code ?X-Amz-Signature=…}. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile("((?:" + NAME + ")[\\w.-]{0,64}=)[^&\\s'\"\\]]+", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** Whether a name speaks of a secret. */
  public static boolean named(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  /** The value of an option as it may be shown. */
  public static String masked(String name, String value) {
    return named(name) ? MASK : masked(value);
  }

  /** A text with stars in place of credentials in URIs and of values with such names. */
  public static String masked(String text) {
    if (text.indexOf('@') < 0 && text.indexOf('=') < 0) {
      return text;
    }
    String withoutUsers = USER_INFO.matcher(text).replaceAll("://" + MASK + "@");
    return ASSIGNMENT.matcher(withoutUsers).replaceAll("$1" + MASK);
  }
}
