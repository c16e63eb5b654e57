/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestRegressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7bff7d",
        "7b22c328223a317d",
        "00000000",
        "0000007b00110000",
        "1f8b0800",
        "fffe7b",
        "7b00",
        "feff007bd8000041"
      })
  void binaryIsAManifestFailure(String hex) {
    byte[] b = new java.math.BigInteger("01" + hex, 16).toByteArray();
    assertThatThrownBy(
            () ->
                Manifest.entries(
                    Location.parse("/m.json"), java.util.Arrays.copyOfRange(b, 1, b.length)))
        .isInstanceOf(ParquetryException.class);
  }
}
