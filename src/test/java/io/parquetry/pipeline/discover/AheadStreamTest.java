/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AheadStreamTest {
  private static final int CHUNK = 64 << 10;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong taken = new AtomicLong();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void allIsReadAndNothingBehindWhatIsWantedBeforeItsReaderComesThere() throws Exception {
    try (AheadStream ahead =
        new AheadStream(threads, () -> new Zeros(10 * CHUNK), 2 * CHUNK, () -> {})) {
      for (int chunk = 1; chunk <= 10; chunk++) {
        assertThat(ahead.readNBytes(CHUNK)).hasSize(CHUNK);
        assertThat(taken.get()).isLessThanOrEqualTo((chunk + 1L) * CHUNK);
      }
      assertThat(ahead.read()).isNegative();
    }
  }

  /** As the S3 client does, which then gives up the request. */
  @Test
  void aThreadWhoseInterruptionWasTakenEndsAllTheSame() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    InputStream in =
        new Zeros(40 * CHUNK) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (taken.get() < 15 * CHUNK) {
              return super.read(target, offset, length);
            }
            reading.countDown();
            try {
              interrupted.await();
              return super.read(target, offset, length);
            } catch (InterruptedException e) {
              // Taken: nobody else will see it.
              throw new IOException("aborted", e);
            }
          }
        };
    AheadStream ahead = new AheadStream(threads, () -> in, Long.MAX_VALUE, () -> {});
    reading.await();
    ahead.close();
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void errorsComeToTheReaderToo() throws Exception {
    try (AheadStream ahead =
        new AheadStream(
            threads,
            () -> {
              throw new NoClassDefFoundError("Missing");
            },
            1,
            () -> {})) {
      assertThatThrownBy(ahead::read).isInstanceOf(NoClassDefFoundError.class);
    }
  }

  /** So many zeros; counts how many were taken. */
  private class Zeros extends InputStream {
    private final long size;

    Zeros(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      return taken.get() == size ? -1 : (int) (taken.incrementAndGet() & 0);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = (int) Math.min(length, size - taken.get());
      taken.addAndGet(count);
      return count == 0 ? -1 : count;
    }
  }
}
