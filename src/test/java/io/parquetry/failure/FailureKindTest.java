/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureKindTest {

  /** Scripts rely on these numbers: a change of one is a change for users. */
  @ParameterizedTest(name = "{0} ends with {1}")
  @CsvSource({
    "INTERNAL,        70,  US,          false",
    "USAGE,           2,   CALLER,      false",
    "MANIFEST,        3,   CALLER,      false",
    "INPUT_MISSING,   4,   INPUT,       false",
    "BAD_RECORDS,     5,   INPUT,       false",
    "INPUT_DAMAGED,   6,   INPUT,       false",
    "INPUT_CHANGED,   7,   INPUT,       false",
    "LIMIT,           8,   INPUT,       false",
    "RESERVED_COLUMN, 9,   INPUT,       false",
    "OUTPUT,          10,  CALLER,      false",
    "STORAGE,         11,  ENVIRONMENT, true",
    "CLUSTER,         12,  ENVIRONMENT, true",
    "VERIFICATION,    13,  US,          false",
    "CANCELLED,       130, CALLER,      true",
  })
  void aKindKeepsItsExitCodeFaultAndRetry(
      FailureKind kind, int exitCode, FailureKind.Fault fault, boolean retryWorthwhile) {
    assertThat(kind.exitCode()).isEqualTo(exitCode);
    assertThat(kind.fault()).isEqualTo(fault);
    assertThat(kind.retryWorthwhile()).isEqualTo(retryWorthwhile);
  }

  @Test
  void noTwoKindsShareAnExitCode() {
    assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::exitCode))
        .doesNotHaveDuplicates()
        .allSatisfy(code -> assertThat(code).isBetween(2, 130));
  }

  @ParameterizedTest
  @EnumSource
  void aFailureTellsItsPlaceAndKeepsItsCause(FailureKind kind) {
    Exception cause = new IllegalStateException("why");

    ParquetryException placed = ParquetryException.at(kind, "a.ndjson:7", "is wrong", cause);

    assertThat(placed).hasMessage("[a.ndjson:7] is wrong").hasCause(cause);
    assertThat(placed.kind()).isEqualTo(kind);
    assertThat(ParquetryException.at(kind, "--date", "is wrong")).hasMessage("[--date] is wrong");
    assertThat(ParquetryException.of(kind, "all is wrong")).hasMessage("all is wrong");
  }
}
