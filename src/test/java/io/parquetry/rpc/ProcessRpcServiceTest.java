/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.FencedRpcEndpoint;
import org.apache.flink.runtime.rpc.FencedRpcGateway;
import org.apache.flink.runtime.rpc.RpcEndpoint;
import org.apache.flink.runtime.rpc.RpcGateway;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcTimeout;
import org.apache.flink.runtime.rpc.exceptions.EndpointNotStartedException;
import org.apache.flink.runtime.rpc.exceptions.FencingTokenException;
import org.apache.flink.runtime.rpc.exceptions.HandshakeException;
import org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException;
import org.apache.flink.runtime.rpc.exceptions.RpcConnectionException;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Flink's own endpoints over our service. */
@SuppressWarnings({
  "try",
  "FutureReturnValueIgnored"
}) // Services and endpoints are closed by their closeAsync.
@Timeout(60)
class ProcessRpcServiceTest {
  private RpcService service;

  /** What the endpoint of the tests can be asked for. */
  public interface EchoGateway extends RpcGateway {
    CompletableFuture<String> echo(String text);

    CompletableFuture<String> later(CompletableFuture<String> answer, @RpcTimeout Duration timeout);

    CompletableFuture<String> failing(Throwable failure) throws Throwable;

    String waited(String text);

    void note(int number);
  }

  private static class Echo extends RpcEndpoint implements EchoGateway {
    final List<Integer> noted = new ArrayList<>();
    final AtomicInteger inside = new AtomicInteger();
    CompletableFuture<Void> stopping = CompletableFuture.completedFuture(null);

    Echo(RpcService service) {
      super(service, "echo", Map.of("run", "of the test"));
    }

    @Override
    protected CompletableFuture<Void> onStop() {
      return stopping;
    }

    void pause() {
      stop();
    }

    @Override
    public CompletableFuture<String> echo(String text) {
      validateRunsInMainThread();
      return CompletableFuture.completedFuture(text + " " + MDC.get("run"));
    }

    @Override
    public CompletableFuture<String> later(CompletableFuture<String> answer, Duration timeout) {
      return answer;
    }

    @Override
    public CompletableFuture<String> failing(Throwable failure) throws Throwable {
      throw failure;
    }

    @Override
    public String waited(String text) {
      return text;
    }

    @Override
    public void note(int number) {
      validateRunsInMainThread();
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      noted.add(number);
      inside.decrementAndGet();
      if (number < 0) {
        throw new IllegalArgumentException("a number below zero, as the test wants it");
      }
    }
  }

  /** The same with a token. */
  public interface FencedEchoGateway extends FencedRpcGateway<UUID> {
    CompletableFuture<String> echo(String text);
  }

  private static final class FencedEcho extends FencedRpcEndpoint<UUID>
      implements FencedEchoGateway {
    FencedEcho(RpcService service, UUID token) {
      super(service, "fenced", token);
    }

    @Override
    public CompletableFuture<String> echo(String text) {
      return CompletableFuture.completedFuture(text);
    }
  }

  @BeforeEach
  void start() throws Exception {
    service = new ProcessRpcSystem().localServiceBuilder(new Configuration()).createAndStart();
  }

  @AfterEach
  void close() throws Exception {
    service.closeAsync().get();
  }

  private Echo startedEcho() {
    return startedEcho(service);
  }

  private static Echo startedEcho(RpcService service) {
    Echo echo = new Echo(service);
    echo.start();
    return echo;
  }

  private static EchoGateway gateway(Echo echo) throws Exception {
    return echo.getRpcService().connect(echo.getAddress(), EchoGateway.class).get();
  }

  @Test
  void aCallIsAnsweredInTheMainThreadWithItsContextOfTheLog() throws Exception {
    EchoGateway gateway = gateway(startedEcho());
    assertThat(gateway.echo("a").get()).isEqualTo("a of the test");
    assertThat(gateway.waited("b")).isEqualTo("b");
    assertThat(gateway.getHostname()).isEqualTo("localhost");
    assertThat(Set.of(gateway)).contains(gateway);
    assertThat(gateway).hasToString("gateway to " + gateway.getAddress());
  }

  @Test
  void messagesOfManyThreadsAreTakenOneAtATimeAndThoseOfEachInTheirOrder() throws Exception {
    Echo echo = startedEcho();
    EchoGateway gateway = gateway(echo);
    int threads = 4;
    int each = 50_000;
    List<Thread> senders =
        IntStream.range(0, threads)
            .mapToObj(
                thread ->
                    new Thread(
                        () ->
                            IntStream.range(0, each)
                                .forEach(i -> gateway.note(i * threads + thread))))
            .collect(Collectors.toList());
    senders.forEach(Thread::start);
    for (Thread sender : senders) {
      sender.join();
    }
    gateway.echo("behind them").get();
    assertThat(echo.noted).hasSize(threads * each);
    for (int thread = 0; thread < threads; thread++) {
      int its = thread;
      assertThat(echo.noted.stream().filter(number -> number % threads == its)).isSorted();
    }
  }

  @Test
  void afterAFailureTheEndpointGoesOn() throws Exception {
    EchoGateway gateway = gateway(startedEcho());
    gateway.note(-1);
    Exception failure = new Exception("as it is");
    assertThatThrownBy(() -> gateway.failing(failure).get())
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
    CompletableFuture<String> later = new CompletableFuture<>();
    CompletableFuture<String> answer = gateway.later(later, Duration.ofMinutes(1));
    later.completeExceptionally(failure);
    assertThatThrownBy(answer::get).hasCause(failure);
    assertThat(gateway.echo("still").get()).isEqualTo("still of the test");
  }

  @Test
  void aCallThatIsNotAnsweredFailsAfterItsTime() throws Exception {
    Echo echo = startedEcho();
    CompletableFuture<String> never = new CompletableFuture<>();
    assertThatThrownBy(() -> gateway(echo).later(never, Duration.ofMillis(20)).get())
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("flink/echo has not answered EchoGateway.later within 20 ms");
  }

  @Test
  void beforeItsStartAndWhileItIsStoppedAnEndpointRefuses() throws Exception {
    Echo echo = new Echo(service);
    EchoGateway gateway = gateway(echo);
    assertThatThrownBy(() -> gateway.echo("early").get())
        .hasCauseInstanceOf(EndpointNotStartedException.class)
        .hasMessageContaining("flink/echo has not started: no EchoGateway.echo");
    echo.start();
    assertThat(gateway.echo("now").get()).isEqualTo("now of the test");
    echo.pause();
    assertThatThrownBy(() -> gateway.echo("paused").get())
        .hasCauseInstanceOf(EndpointNotStartedException.class);
    echo.start();
    assertThat(gateway.echo("again").get()).isEqualTo("again of the test");
  }

  @Test
  void anEndpointWorksOnUntilItHasEndedAndThenRefuses() throws Exception {
    Echo echo = startedEcho();
    echo.stopping = new CompletableFuture<>();
    EchoGateway gateway = gateway(echo);
    CompletableFuture<Void> end = echo.closeAsync();
    assertThat(gateway.echo("while it ends").get()).isEqualTo("while it ends of the test");
    assertThat(end).isNotDone();
    echo.stopping.complete(null);
    end.get();
    assertThatThrownBy(() -> gateway.echo("late").get())
        .hasCauseInstanceOf(RecipientUnreachableException.class);
    assertThatThrownBy(() -> gateway(echo)).hasCauseInstanceOf(RpcConnectionException.class);
    // The name is free again.
    assertThat(gateway(startedEcho()).echo("new").get()).isEqualTo("new of the test");
  }

  @Test
  void anEndpointThatDoesNotStartOrStopFails() {
    Exception failure = new Exception("as it is");
    Echo broken =
        new Echo(service) {
          @Override
          protected void onStart() throws Exception {
            throw failure;
          }
        };
    broken.start();
    assertThatThrownBy(() -> broken.getTerminationFuture().get())
        .cause()
        .isInstanceOf(RpcException.class)
        .hasCause(failure);
    Echo echo = startedEcho();
    echo.stopping = CompletableFuture.failedFuture(failure);
    assertThatThrownBy(() -> echo.closeAsync().get()).hasCause(failure);
  }

  @Test
  void anErrorInACallIsTheAnswer() throws Exception {
    EchoGateway gateway = gateway(startedEcho());
    Error error = new OutOfMemoryError("as the test wants it");
    assertThatThrownBy(() -> gateway.failing(error).get()).hasCause(error);
    assertThat(gateway.echo("still").get()).isEqualTo("still of the test");
  }

  @Test
  void aClosedServiceRefuses() throws Exception {
    RpcService other = new ProcessRpcService("closed", Duration.ofMinutes(1));
    EchoGateway gateway = gateway(startedEcho(other));
    other.closeAsync().get();
    assertThatThrownBy(() -> gateway.echo("late").get())
        .hasCauseInstanceOf(RecipientUnreachableException.class);
  }

  @Test
  void aCallThatIsNotAnsweredWhenTheServiceClosesFails() throws Exception {
    RpcService other = new ProcessRpcService("closed", Duration.ofMinutes(1));
    EchoGateway gateway = gateway(startedEcho(other));
    CompletableFuture<String> answer =
        gateway.later(new CompletableFuture<>(), Duration.ofMinutes(1));
    assertThat(gateway.echo("meanwhile").get()).isEqualTo("meanwhile of the test");
    assertThat(answer).isNotDone();
    other.closeAsync().get();
    assertThatThrownBy(answer::get)
        .hasCauseInstanceOf(RpcException.class)
        .hasMessageContaining("closed/echo was closed before it had answered EchoGateway.later");
  }

  @Test
  void anEndpointOfAnotherKindOrUnderNoAddressIsNotConnected() {
    Echo echo = startedEcho();
    assertThatThrownBy(() -> service.connect(echo.getAddress(), OtherGateway.class).get())
        .hasCauseInstanceOf(HandshakeException.class)
        .hasMessageContaining("flink/echo is no OtherGateway");
    assertThatThrownBy(() -> service.connect("flink/nobody", EchoGateway.class).get())
        .hasCauseInstanceOf(RpcConnectionException.class)
        .hasMessageContaining("flink/nobody");
  }

  /** Which nobody implements. */
  public interface OtherGateway extends RpcGateway {}

  @Test
  void onlyWhoBearsTheTokenIsHeard() throws Exception {
    UUID token = new UUID(1, 2);
    FencedEcho echo = new FencedEcho(service, token);
    echo.start();
    FencedEchoGateway right = connect(echo, token);
    assertThat(right.echo("right").get()).isEqualTo("right");
    assertThat(right.getFencingToken()).isEqualTo(token);
    assertThat(echo.getSelfGateway(FencedEchoGateway.class).echo("self").get()).isEqualTo("self");
    FencedEchoGateway wrong = connect(echo, new UUID(1, 3));
    assertThatThrownBy(() -> wrong.echo("wrong").get())
        .hasCauseInstanceOf(FencingTokenException.class)
        .hasMessageContaining(token.toString());
  }

  private FencedEchoGateway connect(FencedEcho echo, UUID token) throws Exception {
    return service.connect(echo.getAddress(), token, FencedEchoGateway.class).get();
  }

  @Test
  void workOfItsOwnIsDoneInTheMainThreadAtItsTime() throws Exception {
    Worker worker = new Worker(service);
    worker.start();
    assertThat(worker.work().get()).contains("later").containsSubsequence("now", "called");
  }

  private static final class Worker extends RpcEndpoint {
    private final List<String> done = new ArrayList<>();

    Worker(RpcService service) {
      super(service);
    }

    CompletableFuture<List<String>> work() {
      CompletableFuture<List<String>> all = new CompletableFuture<>();
      scheduleRunAsync(
          () -> {
            note("later");
            // Behind what was asked for at once, however late that is.
            runAsync(() -> all.complete(done));
          },
          Duration.ofMillis(50));
      runAsync(() -> note("now"));
      callAsync(
              () -> {
                note("called");
                return null;
              },
              Duration.ofMinutes(1))
          .exceptionally(
              failure -> {
                all.completeExceptionally(failure);
                return null;
              });
      return all;
    }

    private void note(String what) {
      validateRunsInMainThread();
      done.add(what);
    }
  }

  @Test
  void closingEndsAllEndpointsAndThreads() throws Exception {
    RpcService other = new ProcessRpcService("closing", Duration.ofMinutes(1));
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RpcEndpoint endpoint = new RpcEndpoint(other, "endpoint-" + i) {};
      endpoint.start();
      ends.add(endpoint.getTerminationFuture());
    }
    CountDownLatch run = new CountDownLatch(1);
    other.getScheduledExecutor().schedule(run::countDown, 1, TimeUnit.MILLISECONDS);
    run.await();
    other.closeAsync().get();
    assertThat(ends).allMatch(CompletableFuture::isDone);
    assertThatThrownBy(() -> new RpcEndpoint(other, "late") {})
        .isInstanceOf(IllegalStateException.class);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("closing-rpc")) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void nothingOutsideTheProcessIsServed() {
    ProcessRpcSystem system = new ProcessRpcSystem();
    Configuration configuration = new Configuration();
    assertThatThrownBy(() -> system.remoteServiceBuilder(configuration, "host", "0"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> system.getInetSocketAddressFromRpcUrl("pekko.tcp://flink@host:1/a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
