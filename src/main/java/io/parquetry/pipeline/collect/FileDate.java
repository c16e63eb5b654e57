/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date in a file's name: the first {@code yyyy-MM-dd} that is a day of the calendar; or else
 * the folder it lies in that is a date and nothing more, such as {@code 2025-12-23} or {@code
 * dt=2025-12-23}.
 */
final class FileDate {
  private static final Pattern DATE = Pattern.compile("(?=(\\d{4}-\\d{2}-\\d{2}))");

  private static final Pattern FOLDER = Pattern.compile("(?:[^=]+=)?(\\d{4}-\\d{2}-\\d{2})");

  private FileDate() {}

  /** The date of the object at this path; empty where it has none. */
  static Optional<String> in(String path) {
    String[] parts = path.split("/", -1);
    Optional<String> date = first(parts[parts.length - 1]);
    for (int i = parts.length - 2; i >= 0 && date.isEmpty(); i--) {
      Matcher folder = FOLDER.matcher(parts[i]);
      date = folder.matches() ? first(folder.group(1)) : Optional.empty();
    }
    return date;
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
