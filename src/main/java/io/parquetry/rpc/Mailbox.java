/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.rpc;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.rpc.MainThreadValidatorUtil;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.exceptions.EndpointNotStartedException;
import org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.MdcUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages to one endpoint. They are taken one at a time, in the order in which they came, by
 * whichever thread is free: that is what Flink calls the endpoint's main thread. Before an endpoint
 * starts, while it is stopped and behind its end messages are refused, not kept.
 */
final class Mailbox {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  /** What an endpoint does with its messages. Changed by its main thread only. */
  private enum State {
    STOPPED,
    STARTED,
    /** Its end has begun, for which it may still need messages. */
    ENDING,
    ENDED
  }

  /** What an endpoint is to do. */
  interface Message {
    /** Does it, in the endpoint's main thread. */
    void deliver();

    /** It will not be done. */
    void refuse(RpcException reason);
  }

  private final String address;
  private final RpcEndpoint endpoint;
  private final Map<String, String> logged;
  private final Executor threads;
  private final MainThreadValidatorUtil mainThread;
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile State state = State.STOPPED;

  /**
   * The mailbox of an endpoint that has not started.
   *
   * @param logged what the log's context says while it works
   */
  Mailbox(String address, RpcEndpoint endpoint, Map<String, String> logged, Executor threads) {
    this.address = address;
    this.endpoint = endpoint;
    this.logged = logged;
    this.threads = threads;
    this.mainThread = new MainThreadValidatorUtil(endpoint);
  }

  String address() {
    return address;
  }

  RpcEndpoint endpoint() {
    return endpoint;
  }

  /** When the endpoint has ended; exceptionally where it failed to start or to end. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  void post(Message message) {
    enqueue(() -> take(message));
  }

  private void take(Message message) {
    switch (state) {
      case STARTED:
      case ENDING:
        inMainThread(message::deliver);
        break;
      case STOPPED:
        message.refuse(
            new EndpointNotStartedException(address + " has not started: no " + message));
        break;
      case ENDED:
        message.refuse(
            new RecipientUnreachableException("the process", address, message.toString()));
        break;
    }
  }

  void start() {
    enqueue(
        () -> {
          if (state == State.STOPPED) {
            state = State.STARTED;
            inMainThread(this::startEndpoint);
          }
        });
  }

  private void startEndpoint() {
    try {
      endpoint.internalCallOnStart();
    } catch (Throwable e) {
      ExceptionUtils.rethrowIfFatalErrorOrOOM(e);
      endWith(new RpcException("could not start " + address, e));
    }
  }

  /** Refuses messages until it is started again. */
  void stop() {
    enqueue(
        () -> {
          if (state == State.STARTED) {
            state = State.STOPPED;
          }
        });
  }

  /** Ends the endpoint for ever; the same future for all who ask. */
  CompletableFuture<Void> end() {
    enqueue(
        () -> {
          if (state == State.STOPPED) {
            endWith(null);
          } else if (state == State.STARTED) {
            state = State.ENDING;
            inMainThread(this::stopEndpoint);
          }
        });
    return ended;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback only adds to the queue.
  private void stopEndpoint() {
    stopped().whenComplete((nothing, failure) -> enqueue(() -> endWith(failure)));
  }

  private CompletableFuture<Void> stopped() {
    try {
      return endpoint.internalCallOnStop();
    } catch (Throwable e) {
      ExceptionUtils.rethrowIfFatalErrorOrOOM(e);
      return CompletableFuture.failedFuture(new RpcException("could not stop " + address, e));
    }
  }

  private void endWith(Throwable failure) {
    state = State.ENDED;
    if (failure == null) {
      ended.complete(null);
    } else {
      // Told by who waits for its end.
      LOG.debug("{} has failed", address, failure);
      ended.completeExceptionally(ExceptionUtils.stripCompletionException(failure));
    }
  }

  private void inMainThread(Runnable work) {
    mainThread.enterMainThread();
    try {
      work.run();
    } finally {
      mainThread.exitMainThread();
    }
  }

  private void enqueue(Runnable work) {
    queue.add(work);
    // Who adds the first sees to a thread, which goes on until there is nothing left.
    if (queued.getAndIncrement() == 0) {
      try {
        threads.execute(this::takeAll);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // The service is closed, so that this only refuses; or there is no room for another thread.
        takeAll();
      }
    }
  }

  @SuppressWarnings("try") // Closing is all that the context of the log is for.
  private void takeAll() {
    try (MdcUtils.MdcCloseable context = MdcUtils.withContext(logged)) {
      do {
        queue.remove().run();
      } while (queued.decrementAndGet() > 0);
    }
  }
}
