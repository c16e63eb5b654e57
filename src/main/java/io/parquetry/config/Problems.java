/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.util.ArrayList;
import java.util.List;

/** All problems of a configuration, told in one go. */
public final class Problems {
  private final List<String> problems = new ArrayList<>();

  /** Notes a problem: which option, and what is wrong with it. */
  public void add(String option, String sentence) {
    problems.add("[" + option + "] " + sentence);
  }

  /** Notes a problem unless the condition holds. */
  public void unless(boolean holds, String option, String sentence) {
    if (!holds) {
      add(option, sentence);
    }
  }

  /** Fails with all that was noted; does nothing when there was nothing. */
  public void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    throw ParquetryException.of(FailureKind.USAGE, String.join("\n", problems));
  }
}
