/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many requests at once, mostly to storage, of which none waits for the answer to another; also
 * samples are encoded so, a few at a time.
 */
public final class Requests {
  private static final int IN_FLIGHT = 32;

  /** What is asked. */
  public interface Request<A, R> {
    /** Asks about one thing. */
    R about(A thing) throws IOException;
  }

  private Requests() {}

  /**
   * The answers, in the order of the things; 32 requests at most are under way at once.
   *
   * @throws IOException what the first of them in this order that has failed has thrown
   */
  public static <A, R> List<R> all(List<A> things, Request<A, R> request) throws IOException {
    return all(things, IN_FLIGHT, request);
  }

  /** The same, with another number of them at once. */
  public static <A, R> List<R> all(List<A> things, int atOnce, Request<A, R> request)
      throws IOException {
    List<R> answers = new ArrayList<>(things.size());
    if (things.size() == 1) {
      answers.add(request.about(things.get(0)));
    }
    if (things.size() < 2) {
      return answers;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, things.size()));
    try {
      List<Future<R>> futures = new ArrayList<>(things.size());
      for (A thing : things) {
        futures.add(threads.submit(() -> request.about(thing)));
      }
      for (Future<R> future : futures) {
        answers.add(await(future));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <R> R await(Future<R> answer) throws IOException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ParquetryException.of(FailureKind.CANCELLED, "interrupted while waiting");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        throw (IOException) cause;
      }
      if (cause instanceof RuntimeException) {
        throw (RuntimeException) cause;
      }
      throw new IllegalStateException(cause);
    }
  }
}
