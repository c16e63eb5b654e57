/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final List<Integer> THINGS =
      IntStream.range(0, 96).boxed().collect(Collectors.toList());

  @Test
  void thirtyTwoAreUnderWayAtOnceAndTheAnswersComeInOrder() throws IOException {
    CyclicBarrier thirtyTwo = new CyclicBarrier(32);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    List<String> answers =
        Requests.all(
            THINGS,
            thing -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              meet(thirtyTwo);
              running.decrementAndGet();
              return "answer " + thing;
            });

    assertThat(answers)
        .containsExactlyElementsOf(THINGS.stream().map(thing -> "answer " + thing).toList());
    assertThat(most).hasValue(32);
  }

  @Test
  void theFirstFailureInOrderIsTold() {
    CountDownLatch later = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Requests.all(
                    THINGS,
                    thing -> {
                      if (thing == 3) {
                        await(later);
                      }
                      if (thing > 2) {
                        later.countDown();
                        throw new IOException("failed " + thing);
                      }
                      return thing;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("failed 3");
  }

  @Test
  void oneIsAskedByTheCaller() throws IOException {
    assertThat(Requests.all(List.of("it"), thing -> Thread.currentThread()))
        .containsExactly(Thread.currentThread());
    assertThat(Requests.all(List.of(), thing -> thing)).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
