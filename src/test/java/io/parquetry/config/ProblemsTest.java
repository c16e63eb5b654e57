/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

  @Test
  void withoutAProblemNothingHappens() {
    Problems problems = new Problems();
    problems.unless(true, "--a", "is wrong");

    assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
  }

  @Test
  void allProblemsAreToldInOneFailureInTheirOrder() {
    Problems problems = new Problems();
    problems.add("--b", "is wrong");
    problems.unless(false, "--a", "expected 1, found 2");
    problems.unless(true, "--c", "is not wrong");

    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
        .hasMessage("[--b] is wrong\n[--a] expected 1, found 2");
  }
}
