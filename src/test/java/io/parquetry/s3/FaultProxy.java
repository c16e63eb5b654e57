/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An emulation of faults between an S3 client and a real S3 server: passes everything on as it is,
 * but for the requests of one kind that it is told to spoil.
 */
public final class FaultProxy implements AutoCloseable {

  /** What a request asks for. */
  public enum Request {
    HEAD,
    GET,
    LIST,
    PUT,
    CREATE_UPLOAD,
    UPLOAD_PART,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    DELETE;

    static Request of(String method, String target) {
      String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
      switch (method) {
        case "HEAD":
          return HEAD;
        case "GET":
          return query.contains("prefix=") || query.contains("list-type=") ? LIST : GET;
        case "PUT":
          return query.contains("partNumber=") ? UPLOAD_PART : PUT;
        case "DELETE":
          return query.contains("uploadId=") ? ABORT_UPLOAD : DELETE;
        case "POST":
          if (query.startsWith("delete")) {
            return DELETE;
          }
          return query.contains("uploadId=") ? COMPLETE_UPLOAD : CREATE_UPLOAD;
        default:
          throw new IllegalArgumentException(method + " " + target);
      }
    }
  }

  /** How a request is spoilt. */
  public enum Fault {
    /** Answered with 500, and not passed on. */
    ERROR_500(false),
    /** Answered with 503 SlowDown, and not passed on. */
    SLOW_DOWN_503(false),
    /** Answered with 403, and not passed on. */
    DENIED_403(false),
    /** Answered with 404 NoSuchBucket, and not passed on. */
    NO_BUCKET_404(false),
    /** The connection is reset, and the request is not passed on. */
    RESET(false),
    /** Passed on; of the answer's body only the first half arrives. */
    SHORT_BODY(true),
    /** Passed on and done; then the client is told 500. */
    DONE_THEN_500(true),
    /** Passed on and done; then the connection is reset. */
    DONE_THEN_RESET(true);

    private final boolean passedOn;

    Fault(boolean passedOn) {
      this.passedOn = passedOn;
    }
  }

  /** Spoils every request of a kind. */
  public static final int EVERY = 0;

  private final ServerSocket listener;
  private final int serverPort;
  private final Map<Request, AtomicInteger> seen = new ConcurrentHashMap<>();
  private final List<String> spoilt = new ArrayList<>();
  private final List<Long> partBytes = new ArrayList<>();
  private volatile Request request;
  private volatile Fault fault;
  private volatile int turn;
  private volatile String part = "";
  private volatile long latencyMillis;
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger mostReading = new AtomicInteger();

  /** Begins to listen in front of a server on this machine. */
  public FaultProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon("fault-proxy", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on, the request that is the {@code turn}th of its kind from now is spoilt. */
  public synchronized void spoil(Request request, Fault fault, int turn) {
    seen.clear();
    spoilt.clear();
    this.request = request;
    this.fault = fault;
    this.turn = turn;
    this.part = "";
  }

  /** From now on, each request of a kind whose target holds a text is spoilt. */
  public synchronized void spoil(Request request, Fault fault, String part) {
    spoil(request, fault, EVERY);
    this.part = part;
  }

  /** From now on, everything is passed on. */
  public synchronized void mend() {
    spoil(null, null, EVERY);
  }

  /** How many requests of a kind came since the last call of spoil or mend. */
  public int seen(Request kind) {
    return seen.containsKey(kind) ? seen.get(kind).get() : 0;
  }

  /** The lengths of all parts of multipart uploads that came so far, in bytes, largest first. */
  public synchronized List<Long> partBytes() {
    return partBytes.stream().sorted(Comparator.reverseOrder()).toList();
  }

  private synchronized void countPart(String head, int length) {
    String signed = header(head, "x-amz-decoded-content-length");
    partBytes.add(signed == null ? length : Long.parseLong(signed));
  }

  /** From now on, each answer takes so much longer. */
  public void delay(long milliseconds) {
    latencyMillis = milliseconds;
  }

  /** How many objects were being read at once, at most. */
  public int mostReading() {
    return mostReading.get();
  }

  /** The requests that were spoilt, as {@code PUT /bucket/key}. */
  public synchronized List<String> spoilt() {
    return List.copyOf(spoilt);
  }

  private synchronized Fault faultOf(String method, String target) {
    Request kind = Request.of(method, target);
    int number = seen.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
    if (kind == request && (turn == EVERY || turn == number) && target.contains(part)) {
      spoilt.add(method + " " + target);
      return fault;
    }
    return null;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon("fault-proxy-connection", () -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 64 << 10);
      InputStream answers = new BufferedInputStream(server.getInputStream(), 64 << 10);
      boolean open = true;
      while (open) {
        open = exchange(client, in, server, answers);
      }
    } catch (IOException e) {
      // One of the two has gone away, and the other learns it by the end of its connection.
    }
  }

  private boolean exchange(Socket client, InputStream in, Socket server, InputStream answers)
      throws IOException {
    String head = head(in);
    if (head == null) {
      return false;
    }
    OutputStream out = client.getOutputStream();
    if (header(head, "expect") != null) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    byte[] body = body(head, in);
    String[] line = head.substring(0, head.indexOf('\r')).split(" ", 3);
    if (Request.of(line[0], line[1]) == Request.UPLOAD_PART) {
      countPart(head, body.length);
    }
    Fault spoil = faultOf(line[0], line[1]);
    boolean get = Request.of(line[0], line[1]) == Request.GET;
    if (get) {
      mostReading.accumulateAndGet(reading.incrementAndGet(), Math::max);
    }
    pause();
    if (get) {
      reading.decrementAndGet();
    }
    if (spoil == null || spoil.passedOn) {
      send(server.getOutputStream(), head, body);
      String answer = head(answers);
      while (answer != null && answer.startsWith("HTTP/1.1 100")) {
        answer = head(answers);
      }
      if (answer == null) {
        return false;
      }
      boolean bodiless = line[0].equals("HEAD") || answer.matches("(?s)HTTP/1.1 (204|304).*");
      byte[] answerBody = bodiless ? new byte[0] : body(answer, answers);
      if (spoil == null) {
        send(out, answer, answerBody);
        return !"close".equals(header(answer, "connection"));
      }
      if (spoil == Fault.SHORT_BODY) {
        byte[] half = java.util.Arrays.copyOf(answerBody, answerBody.length / 2);
        send(out, answer, half);
        return false;
      }
    }
    return answerWith(spoil, client, line[0]);
  }

  private void pause() {
    try {
      Thread.sleep(latencyMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean answerWith(Fault fault, Socket client, String method) throws IOException {
    switch (fault) {
      case ERROR_500:
      case DONE_THEN_500:
        error(client.getOutputStream(), "500 Internal Server Error", "InternalError", method);
        return true;
      case SLOW_DOWN_503:
        error(client.getOutputStream(), "503 Slow Down", "SlowDown", method);
        return true;
      case DENIED_403:
        error(client.getOutputStream(), "403 Forbidden", "AccessDenied", method);
        return true;
      case NO_BUCKET_404:
        error(client.getOutputStream(), "404 Not Found", "NoSuchBucket", method);
        return true;
      case RESET:
      case DONE_THEN_RESET:
        client.setSoLinger(true, 0);
        return false;
      default:
        throw new IllegalStateException(fault.name());
    }
  }

  private static void error(OutputStream out, String status, String code, String method)
      throws IOException {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>emulated</Message><RequestId>1</RequestId></Error>";
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    send(out, head, method.equals("HEAD") ? new byte[0] : body);
  }

  private static void send(OutputStream out, String head, byte[] body) throws IOException {
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  /** Up to and with the empty line; null at the end of the connection. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** The body as it is on the wire, with the marks of its chunks. */
  private static byte[] body(String head, InputStream in) throws IOException {
    String length = header(head, "content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if (header(head, "transfer-encoding") == null) {
      return new byte[0];
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size = -1;
    while (size != 0) {
      String line = line(in, body);
      int extension = line.indexOf(';');
      size = Integer.parseInt((extension < 0 ? line : line.substring(0, extension)).trim(), 16);
      body.write(in.readNBytes(size));
      line(in, body);
    }
    return body.toByteArray();
  }

  private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      copy.write(next);
      line.append((char) next);
    }
    copy.write('\n');
    return line.toString();
  }

  private static String header(String head, String name) {
    String lower = head.toLowerCase(Locale.ROOT);
    int begin = lower.indexOf("\r\n" + name + ":");
    if (begin < 0) {
      return null;
    }
    int value = begin + name.length() + 3;
    return lower.substring(value, lower.indexOf("\r\n", value)).trim();
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
