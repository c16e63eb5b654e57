/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockOutputTest {
  private static final int BLOCK = 256 << 10;

  @TempDir private Path folder;

  @Test
  void allBytesArriveInOrderWhateverTheLengthsOfWrites() throws IOException {
    byte[] bytes = new byte[3 * BLOCK + 12_345];
    new Random(1).nextBytes(bytes);
    Path path = folder.resolve("file");
    try (FSDataOutputStream file = open(path)) {
      BlockOutput out = new BlockOutput(file);
      int[] lengths = {1, BLOCK - 1, 0, 7, 2 * BLOCK, 300};
      int written = 0;
      for (int i = 0; written < bytes.length; i++) {
        if (i % 5 == 4) {
          out.write(bytes[written++]);
          continue;
        }
        int length = Math.min(lengths[i % lengths.length], bytes.length - written);
        out.write(bytes, written, length);
        written += length;
        assertThat(out.getPos()).isEqualTo(written);
      }
      out.flush();
      assertThat(file.getPos()).isEqualTo(bytes.length);
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
  }

  @Test
  void onlyWholeBlocksAreWrittenBeforeTheEnd() throws IOException {
    try (FSDataOutputStream file = open(folder.resolve("file"))) {
      BlockOutput out = new BlockOutput(file);
      byte[] page = new byte[100_000];
      Arrays.fill(page, (byte) 'x');
      for (int i = 0; i < 10; i++) {
        out.write(page, 0, page.length);
        assertThat(file.getPos() % BLOCK).isZero();
      }
      assertThat(file.getPos()).isEqualTo(3 * BLOCK);
      out.close();
      assertThat(file.getPos()).isEqualTo(1_000_000);
    }
  }

  private static FSDataOutputStream open(Path path) throws IOException {
    return LocalFileSystem.getSharedInstance()
        .create(new org.apache.flink.core.fs.Path(path.toUri()), WriteMode.NO_OVERWRITE);
  }
}
