/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockOutputTest {
  private static final int BLOCK = 256 << 10;

  @TempDir private Path folder;

  @Test
  void allBytesArriveInOrderWhateverTheLengthsOfWrites() throws IOException {
    byte[] bytes = new byte[3 * BLOCK + 12_345];
    new Random(1).nextBytes(bytes);
    Path path = folder.resolve("file");
    try (FSDataOutputStream file = open(path)) {
      BlockOutput out = BlockOutput.of(file);
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
  void aFileThatHasBytesAlreadyIsContinuedBehindThem() throws IOException {
    try (FSDataOutputStream file = open(folder.resolve("file"))) {
      file.write(new byte[777]);
      BlockOutput out = BlockOutput.of(file);
      out.write(new byte[BLOCK + 5], 0, BLOCK + 5);
      assertThat(out.getPos()).isEqualTo(777 + BLOCK + 5);
    }
  }

  @Test
  void onlyWholeBlocksAreWrittenBeforeTheEnd() throws IOException {
    try (FSDataOutputStream file = open(folder.resolve("file"))) {
      BlockOutput out = BlockOutput.of(file);
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

  @Test
  void theDiskGetsWhatIsWrittenWhileMoreIsWritten() throws Exception {
    try (EmulatedDisk disk = new EmulatedDisk(open(folder.resolve("file")))) {
      BlockOutput out = BlockOutput.syncedEarly(disk);
      byte[] block = new byte[BLOCK];
      for (int i = 0; i < 100; i++) {
        out.write(block, 0, block.length);
      }
      disk.begun.await();
      assertThat(disk.sync.get()).as("one at a time, and it waits").isEqualTo(1);
      assertThat(disk.getPos()).as("not the task").isEqualTo(100L * BLOCK);
      disk.go.countDown();
      out.close();
    }
  }

  @Test
  void aFileThatIsNotLocalIsNotSynced() throws Exception {
    try (EmulatedDisk disk = new EmulatedDisk(open(folder.resolve("file")))) {
      BlockOutput out = BlockOutput.of(disk);
      out.write(new byte[100 * BLOCK], 0, 100 * BLOCK);
      out.close();
      assertThat(disk.sync.get()).isZero();
    }
  }

  @Test
  void aDiskThatFailsInBetweenFailsTheFile() throws Exception {
    try (EmulatedDisk disk = new EmulatedDisk(open(folder.resolve("file")))) {
      disk.failure = new IOException("No space left on device");
      BlockOutput out = BlockOutput.syncedEarly(disk);
      out.write(new byte[100 * BLOCK], 0, 100 * BLOCK);
      disk.go.countDown();
      assertThatThrownBy(out::close).hasCause(disk.failure);
    }
  }

  /** A file on a disk that takes its time, or fails; an emulation of that, not of the file. */
  private static final class EmulatedDisk extends FSDataOutputStream {
    private final FSDataOutputStream file;
    private final AtomicInteger sync = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private IOException failure;

    EmulatedDisk(FSDataOutputStream file) {
      this.file = file;
    }

    @Override
    public void sync() throws IOException {
      sync.incrementAndGet();
      begun.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (failure != null) {
        throw failure;
      }
      file.sync();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(bytes, offset, length);
    }

    @Override
    public void write(int b) throws IOException {
      file.write(b);
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public void flush() throws IOException {
      file.flush();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private static FSDataOutputStream open(Path path) throws IOException {
    return LocalFileSystem.getSharedInstance()
        .create(new org.apache.flink.core.fs.Path(path.toUri()), WriteMode.NO_OVERWRITE);
  }
}
