/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The date in a file's name: the first {@code yyyy-MM-dd} that is a day of the calendar. */
final class FileDate {
  private static final Pattern DATE = Pattern.compile("(?=(\\d{4}-\\d{2}-\\d{2}))");

  private FileDate() {}

  /** The date in the last part of the path, or else the first one in the folders before it. */
  static Optional<String> in(String path) {
    int slash = path.lastIndexOf('/');
    Optional<String> inName = first(path.substring(slash + 1));
    return inName.isPresent() ? inName : first(path);
  }

  private static Optional<String> first(String text) {
    Matcher matcher = DATE.matcher(text);
    while (matcher.find()) {
      try {
        return Optional.of(LocalDate.parse(matcher.group(1)).toString());
      } catch (DateTimeParseException e) {
        // Digits of that shape which are no day, such as 2025-99-99; look on.
      }
    }
    return Optional.empty();
  }
}
