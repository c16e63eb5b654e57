/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many threads as there would be tasks. */
public final class Threads implements AutoCloseable {
  private final int count;
  private final ExecutorService executor;

  /** So many threads. */
  public Threads(int count) {
    this.count = count;
    this.executor = Executors.newFixedThreadPool(count);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Does all of these, each in one thread, and gives the results in their order. */
  public <T> List<T> all(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> result : executor.invokeAll(tasks)) {
      results.add(result.get());
    }
    return results;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
