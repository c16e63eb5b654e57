/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.rpc;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;
import org.apache.flink.runtime.rpc.FencedRpcGateway;
import org.apache.flink.runtime.rpc.MainThreadExecutable;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcGatewayUtils;
import org.apache.flink.runtime.rpc.RpcServer;
import org.apache.flink.runtime.rpc.StartStoppable;
import org.apache.flink.runtime.rpc.exceptions.FencingTokenException;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands behind the interfaces of an endpoint: calls of them become messages to it. For the
 * endpoint itself it is also the way to work in its own main thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Of callbacks, which do not throw, and of timers.
final class Gateway implements InvocationHandler, RpcServer {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** What is not sent to the endpoint. */
  private static final Set<Class<?>> ANSWERED_HERE =
      Set.of(
          Object.class,
          RpcGateway.class,
          StartStoppable.class,
          MainThreadExecutable.class,
          RpcServer.class);

  private final Mailbox mailbox;

  /** Null where whoever has the address may call. */
  private final Supplier<Serializable> fencingToken;

  private final Duration timeout;
  private final ScheduledExecutorService timers;
  private final Map<Mailbox.Message, String> unanswered;

  /**
   * A gateway to an endpoint.
   *
   * @param fencingToken what the endpoint must bear when a call reaches it; null for none
   * @param timeout of calls that have none of their own
   * @param unanswered calls while somebody waits for their answers, each with the address
   */
  Gateway(
      Mailbox mailbox,
      Supplier<Serializable> fencingToken,
      Duration timeout,
      ScheduledExecutorService timers,
      Map<Mailbox.Message, String> unanswered) {
    this.mailbox = mailbox;
    this.fencingToken = fencingToken;
    this.timeout = timeout;
    this.timers = timers;
    this.unanswered = unanswered;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (ANSWERED_HERE.contains(method.getDeclaringClass())) {
      return method.getName().equals("equals")
          ? proxy == arguments[0]
          : invoked(this, method, arguments);
    }
    if (method.getDeclaringClass() == FencedRpcGateway.class) {
      return Objects.requireNonNull(fencingToken, this + " was given no token").get();
    }
    Call call = new Call(method, arguments);
    if (method.getReturnType() == void.class) {
      tell(call);
      return null;
    }
    Duration ownTimeout =
        RpcGatewayUtils.extractRpcTimeout(method.getParameterAnnotations(), arguments, timeout);
    CompletableFuture<Object> answer = ask(call, ownTimeout);
    return method.getReturnType() == CompletableFuture.class ? answer : waitFor(answer, ownTimeout);
  }

  private static Object invoked(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object waitFor(CompletableFuture<Object> answer, Duration timeout)
      throws Exception {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new RpcException("the call has failed", ExceptionUtils.stripExecutionException(e));
    }
  }

  /** Sends what nobody waits for. */
  private void tell(Request<?> request) {
    request.answer.whenComplete(
        (nothing, failure) -> {
          if (failure instanceof RpcException) {
            // Such as what parts of a cluster that ends still have to tell each other.
            LOG.debug("{} did not reach {}", request, getAddress(), failure);
          } else if (failure != null) {
            LOG.error("{} has failed in {}", request, getAddress(), failure);
          }
        });
    mailbox.post(request);
  }

  private <T> CompletableFuture<T> ask(Request<T> request, Duration itsTimeout) {
    Future<?> timer =
        timers.schedule(
            () -> request.answer.completeExceptionally(timedOut(request, itsTimeout)),
            itsTimeout.toMillis(),
            TimeUnit.MILLISECONDS);
    unanswered.put(request, getAddress());
    request.answer.whenComplete(
        (value, failure) -> {
          timer.cancel(false);
          unanswered.remove(request);
        });
    mailbox.post(request);
    return request.answer;
  }

  private TimeoutException timedOut(Request<?> request, Duration itsTimeout) {
    return new TimeoutException(
        String.format(
            "%s has not answered %s within %d ms", getAddress(), request, itsTimeout.toMillis()));
  }

  @Override
  public void runAsync(Runnable work) {
    mailbox.post(
        new Mailbox.Message() {
          @Override
          public void deliver() {
            try {
              work.run();
            } catch (Throwable e) {
              // Nobody else would ever hear of it.
              ExceptionUtils.rethrowIfFatalErrorOrOOM(e);
              LOG.error("work of {} itself has failed", getAddress(), e);
            }
          }

          @Override
          public void refuse(RpcException reason) {
            LOG.debug("{} does no more work", getAddress(), reason);
          }
        });
  }

  @Override
  public void scheduleRunAsync(Runnable work, long delayMillis) {
    if (delayMillis == 0) {
      runAsync(work);
    } else {
      timers.schedule(() -> runAsync(work), delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public <V> CompletableFuture<V> callAsync(Callable<V> work, Duration itsTimeout) {
    return ask(
        new Request<V>("work of its own") {
          @Override
          CompletionStage<V> result() throws Exception {
            return CompletableFuture.completedFuture(work.call());
          }
        },
        itsTimeout);
  }

  @Override
  public void start() {
    mailbox.start();
  }

  @Override
  public void stop() {
    mailbox.stop();
  }

  @Override
  public String getAddress() {
    return mailbox.address();
  }

  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public CompletableFuture<Void> getTerminationFuture() {
    return mailbox.ended();
  }

  /** Where its messages go. */
  Mailbox mailbox() {
    return mailbox;
  }

  @Override
  public String toString() {
    return "gateway to " + getAddress();
  }

  /** A message with an answer. */
  private abstract static class Request<T> implements Mailbox.Message {
    private final String name;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Request(String name) {
      this.name = name;
    }

    /** What the endpoint makes of it, by now or later. */
    abstract CompletionStage<T> result() throws Throwable;

    @Override
    public void deliver() {
      try {
        result()
            .whenComplete(
                (value, failure) -> {
                  if (failure == null) {
                    answer.complete(value);
                  } else {
                    fail(ExceptionUtils.stripCompletionException(failure));
                  }
                });
      } catch (Throwable e) {
        // Whatever it is, who has asked can tell what is to follow.
        fail(e);
      }
    }

    @Override
    public void refuse(RpcException reason) {
      fail(reason);
    }

    void fail(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A call of one of the endpoint's methods. */
  private final class Call extends Request<Object> {
    private final Method method;
    private final Object[] arguments;
    private final Serializable token;

    Call(Method method, Object[] arguments) {
      super(method.getDeclaringClass().getSimpleName() + "." + method.getName());
      this.method = method;
      this.arguments = arguments;
      this.token = fencingToken == null ? null : fencingToken.get();
    }

    @Override
    @SuppressWarnings("unchecked") // The interface says what it is.
    CompletionStage<Object> result() throws Throwable {
      checkToken();
      method.setAccessible(true);
      Object result = invoked(mailbox.endpoint(), method, arguments);
      return result instanceof CompletableFuture
          ? (CompletableFuture<Object>) result
          : CompletableFuture.completedFuture(result);
    }

    private void checkToken() throws FencingTokenException {
      if (fencingToken == null) {
        return;
      }
      Serializable borne = ((FencedRpcEndpoint<?>) mailbox.endpoint()).getFencingToken();
      if (borne == null || !borne.equals(token)) {
        throw new FencingTokenException(
            this + " is for " + getAddress() + " with " + token + ", which bears " + borne);
      }
    }
  }
}
