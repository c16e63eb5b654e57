/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.rpc;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;
import org.apache.flink.runtime.rpc.FencedRpcGateway;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcServer;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcUtils;
import org.apache.flink.runtime.rpc.exceptions.HandshakeException;
import org.apache.flink.runtime.rpc.exceptions.RpcConnectionException;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.apache.flink.util.concurrent.FutureUtils;
import org.apache.flink.util.concurrent.ScheduledExecutor;
import org.apache.flink.util.concurrent.ScheduledExecutorServiceAdapter;

/** Endpoints of this process, each with a {@link Mailbox}, and gateways that put calls there. */
@SuppressWarnings({
  "try", // The close of Flink's interfaces waits, and is not called here.
  "FutureReturnValueIgnored" // Of an endpoint's end, which who needs it asks for.
})
final class ProcessRpcService implements RpcService {
  /** What is done at its time is short, or handed on to an endpoint. */
  private static final int TIMER_THREADS = 2;

  private final String component;
  private final Duration timeout;
  private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();
  private final Map<Mailbox.Message, String> unanswered = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor timers;

  /** When all endpoints have ended; null while the service is open. */
  private CompletableFuture<Void> closed;

  /**
   * A service without endpoints.
   *
   * @param component what its addresses and threads are named after
   * @param timeout of calls that have none of their own
   */
  ProcessRpcService(String component, Duration timeout) {
    this.component = component;
    this.timeout = timeout;
    this.threads = Executors.newCachedThreadPool(threads(component + "-rpc"));
    this.timers = new ScheduledThreadPoolExecutor(TIMER_THREADS, threads(component + "-rpc-timer"));
    timers.setRemoveOnCancelPolicy(true);
    // When the service is closed all endpoints have ended, and mailboxes refuse at once.
    timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Not with the class loader of whoever needs the first work done, which may be a task's. */
  private static ThreadFactory threads(String name) {
    ThreadFactory factory = new ExecutorThreadFactory(name);
    return work -> {
      Thread thread = factory.newThread(work);
      thread.setContextClassLoader(ProcessRpcService.class.getClassLoader());
      return thread;
    };
  }

  /** That of the process, which has no name in a network. */
  @Override
  public String getAddress() {
    return "";
  }

  @Override
  public int getPort() {
    return -1;
  }

  @Override
  public <C extends RpcGateway> C getSelfGateway(Class<C> type, RpcServer server) {
    return type.cast(server);
  }

  @Override
  public <C extends RpcGateway> CompletableFuture<C> connect(String address, Class<C> type) {
    return gateway(address, type, null);
  }

  @Override
  public <F extends Serializable, C extends FencedRpcGateway<F>> CompletableFuture<C> connect(
      String address, F fencingToken, Class<C> type) {
    return gateway(address, type, () -> fencingToken);
  }

  private <C> CompletableFuture<C> gateway(
      String address, Class<C> type, Supplier<Serializable> fencingToken) {
    Mailbox mailbox = mailboxes.get(address);
    if (mailbox == null) {
      return CompletableFuture.failedFuture(
          new RpcConnectionException("there is no endpoint under the address " + address));
    }
    if (!type.isInstance(mailbox.endpoint())) {
      return CompletableFuture.failedFuture(
          new HandshakeException(address + " is no " + type.getSimpleName()));
    }
    return CompletableFuture.completedFuture(
        type.cast(proxy(gateway(mailbox, fencingToken), Set.of(type))));
  }

  private Gateway gateway(Mailbox mailbox, Supplier<Serializable> fencingToken) {
    return new Gateway(mailbox, fencingToken, timeout, timers, unanswered);
  }

  private static Object proxy(Gateway gateway, Set<Class<?>> types) {
    return Proxy.newProxyInstance(
        ProcessRpcService.class.getClassLoader(), types.toArray(Class<?>[]::new), gateway);
  }

  @Override
  public synchronized <C extends RpcEndpoint & RpcGateway> RpcServer startServer(
      C endpoint, Map<String, String> logged) {
    if (closed != null) {
      throw new IllegalStateException("the RPC service of " + component + " is closed");
    }
    String address = component + "/" + endpoint.getEndpointId();
    Mailbox mailbox = new Mailbox(address, endpoint, logged, threads);
    if (mailboxes.putIfAbsent(address, mailbox) != null) {
      throw new IllegalArgumentException("there is an endpoint already under " + address);
    }
    mailbox.ended().whenComplete((nothing, failure) -> mailboxes.remove(address, mailbox));
    Set<Class<?>> types =
        new HashSet<>(RpcUtils.extractImplementedRpcGateways(endpoint.getClass()));
    types.add(RpcServer.class);
    Supplier<Serializable> fencingToken =
        endpoint instanceof FencedRpcEndpoint
            ? ((FencedRpcEndpoint<?>) endpoint)::getFencingToken
            : null;
    return (RpcServer) proxy(gateway(mailbox, fencingToken), types);
  }

  @Override
  public void stopServer(RpcServer server) {
    ((Gateway) Proxy.getInvocationHandler(server)).mailbox().end();
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    CompletableFuture<?>[] ends;
    synchronized (this) {
      if (closed != null) {
        return closed;
      }
      closed = end;
      ends = mailboxes.values().stream().map(Mailbox::end).toArray(CompletableFuture<?>[]::new);
    }
    // What others do when their calls are refused is none of the lock's.
    FutureUtils.forward(
        CompletableFuture.allOf(ends).whenComplete((nothing, failure) -> endCallsAndThreads()),
        end);
    return end;
  }

  private void endCallsAndThreads() {
    try {
      unanswered.forEach(
          (call, address) ->
              call.refuse(
                  new RpcException(address + " was closed before it had answered " + call)));
    } finally {
      timers.shutdownNow();
      threads.shutdown();
    }
  }

  @Override
  public ScheduledExecutor getScheduledExecutor() {
    return new ScheduledExecutorServiceAdapter(timers);
  }
}
