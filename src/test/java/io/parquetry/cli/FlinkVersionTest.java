/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.20.0", "1.20.1", "1.20.12", "1.20-SNAPSHOT", "1.20", "<unknown>"})
  void theLineAndOneThatDoesNotSayAreTaken(String version) {
    assertThatCode(() -> FlinkVersion.check(version)).doesNotThrowAnyException();
  }

  @Test
  void theFlinkOfTheBuildIsTaken() {
    assertThat(EnvironmentInformation.getVersion()).startsWith("1.20.");
    FlinkVersion.check(EnvironmentInformation.getVersion());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.19.1", "1.2.0", "1.200.1", "2.0.0", "2.1.20", "11.20.1", ""})
  void anotherLineIsRefused(String version) {
    assertThatThrownBy(() -> FlinkVersion.check(version))
        .hasMessageContaining("expected Flink 1.20, found " + version + ";")
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
  }
}
