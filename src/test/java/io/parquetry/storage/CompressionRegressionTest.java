/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompressionRegressionTest {
  @Test
  void aZstdFileThatEndsWithinItsSecondFrameFails() {
    byte[] one =
        Zstd.compress("{\"a\":1}\n".repeat(50).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] two = Arrays.copyOf(one, 2 * one.length - 1);
    System.arraycopy(one, 0, two, one.length, one.length - 1);
    assertThatThrownBy(
            () -> Compression.ZSTD.decompress(new ByteArrayInputStream(two)).readAllBytes())
        .isInstanceOf(IOException.class);
  }
}
