/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * No S3, but as much of it as reading a few objects takes: HEAD, GET with ranges, and lists that
 * are empty. It keeps every request, and can hold back an object until it is told to go on.
 */
final class S3Emulation implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  /** Where a request for an object waits. */
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    void awaitRequest() throws InterruptedException {
      reached.await();
    }

    void open() {
      opened.countDown();
    }

    private void pass() {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  S3Emulation() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Adds an object; {@code path} is {@code /bucket/key}. */
  void put(String path, String text) {
    objects.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes requests for the content of an object wait. */
  Gate hold(String path) {
    return gates.computeIfAbsent(path, key -> new Gate());
  }

  /** All requests so far, as {@code GET /bucket/key}. */
  List<String> requests() {
    return requests;
  }

  /** The options that lead Flink's S3 file system here. */
  List<String> options() {
    return List.of(
        "-Ds3.endpoint=http://127.0.0.1:" + server.getAddress().getPort(),
        "-Ds3.path.style.access=true");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean head = exchange.getRequestMethod().equals("HEAD");
      requests.add(exchange.getRequestMethod() + " " + path);
      byte[] object = objects.get(path);
      if (object != null) {
        if (!head && gates.containsKey(path)) {
          gates.get(path).pass();
        }
        content(exchange, object, head);
      } else if (path.indexOf('/', 1) < 0 || path.endsWith("/")) {
        send(exchange, 200, "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>", head);
      } else {
        send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>", head);
      }
    }
  }

  private static void content(HttpExchange exchange, byte[] object, boolean head)
      throws IOException {
    exchange.getResponseHeaders().set("Last-Modified", "Tue, 23 Dec 2025 00:00:00 GMT");
    exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
    String range = exchange.getRequestHeaders().getFirst("Range");
    byte[] part = object;
    if (range != null) {
      String[] ends = range.replace("bytes=", "").split("-", 2);
      int from = Integer.parseInt(ends[0]);
      int to = ends[1].isEmpty() ? object.length - 1 : Integer.parseInt(ends[1]);
      to = Math.min(to, object.length - 1);
      part = Arrays.copyOfRange(object, from, to + 1);
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + to + "/" + object.length);
    }
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(part.length));
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, head ? -1 : part.length);
    if (!head) {
      exchange.getResponseBody().write(part);
    }
  }

  private static void send(HttpExchange exchange, int status, String xml, boolean head)
      throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    gates.values().forEach(Gate::open);
    server.stop(0);
    threads.shutdownNow();
  }
}
