/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExcerptRegressionTest {
  @Test
  void aPairIsNotCutInTwo() {
    String excerpt = Excerpt.of("x".repeat(199) + "👍y");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(excerpt)).isTrue();
  }
}
