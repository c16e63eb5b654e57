/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * No Amazon, but as much of it as giving credentials takes: STS behind a proxy for HTTPS, since its
 * client goes to no other address; or the services of a machine and of a container. It gives those
 * of the tests' S3 server, with a session token, and keeps every request.
 */
final class CredentialsEmulation implements AutoCloseable {
  private static final String PASSWORD = "emulated";
  private static final String TOKEN = "emulated-session";
  private static final String EXPIRATION = "2099-01-01T00:00:00Z";

  private final HttpServer server;
  private final ServerSocket proxy;
  private final String javaOptions;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private CredentialsEmulation(HttpServer server, ServerSocket proxy, String javaOptions) {
    this.server = server;
    this.proxy = proxy;
    this.javaOptions = javaOptions;
  }

  /** STS, with a certificate made in a folder. */
  static CredentialsEmulation ofSts(Path folder) throws Exception {
    Path keys = keys(folder);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    ServerSocket proxy = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    String javaOptions =
        "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort="
            + proxy.getLocalPort()
            + " -Dhttp.nonProxyHosts=127.0.0.1 -Djavax.net.ssl.trustStorePassword="
            + PASSWORD
            + " -Djavax.net.ssl.trustStore="
            + keys;
    CredentialsEmulation sts = new CredentialsEmulation(server, proxy, javaOptions);
    server.createContext("/", exchange -> sts.answer(exchange, sts(), "text/xml"));
    server.start();
    daemon(sts::accept);
    return sts;
  }

  /** What a machine or a container asks at an address of its own. */
  static CredentialsEmulation ofMachine() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CredentialsEmulation machine = new CredentialsEmulation(server, null, "");
    String role = "/latest/meta-data/iam/security-credentials/";
    server.createContext("/latest/api/token", e -> machine.answer(e, "session", "text/plain"));
    server.createContext(role, e -> machine.answer(e, "parquetry", "text/plain"));
    server.createContext(role + "parquetry", e -> machine.answer(e, json(), "application/json"));
    server.createContext("/container", e -> machine.answer(e, json(), "application/json"));
    server.start();
    return machine;
  }

  private static String sts() {
    return "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
        + ("<AccessKeyId>" + S3Server.ACCESS_KEY + "</AccessKeyId>")
        + ("<SecretAccessKey>" + S3Server.SECRET_KEY + "</SecretAccessKey>")
        + ("<SessionToken>" + TOKEN + "</SessionToken>")
        + ("<Expiration>" + EXPIRATION + "</Expiration></Credentials><AssumedRoleUser>")
        + "<Arn>arn:aws:sts::111122223333:assumed-role/parquetry/emulated</Arn>"
        + "</AssumedRoleUser></AssumeRoleWithWebIdentityResult>"
        + "</AssumeRoleWithWebIdentityResponse>";
  }

  private static String json() {
    return String.format(
        "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"LastUpdated\":\"2025-01-01T00:00:00Z\","
            + "\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Token\":\"%s\",\"Expiration\":\"%s\"}",
        S3Server.ACCESS_KEY, S3Server.SECRET_KEY, TOKEN, EXPIRATION);
  }

  private static Path keys(Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("sts.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sts",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=sts",
                "-ext",
                "san=dns:sts.eu-central-1.amazonaws.com",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return keys;
  }

  private static SSLContext context(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** Options of a JVM whose HTTPS comes here. */
  String javaOptions() {
    return javaOptions;
  }

  /** Where it listens. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests so far, as {@code GET /path}, each with its body behind it. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange, String text, String type) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String sent = body.length == 0 ? "" : " " + new String(body, StandardCharsets.UTF_8);
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + sent);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void accept() {
    while (!proxy.isClosed()) {
      try {
        Socket client = proxy.accept();
        daemon(() -> tunnel(client));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  /** Whichever host the client asks for is this one. */
  private void tunnel(Socket client) {
    try (client;
        Socket target =
            new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = client.getInputStream().read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      requests.add(head.substring(0, head.indexOf(" HTTP/")));
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Thread back = daemon(() -> copy(target, client));
      copy(client, target);
      back.join();
    } catch (IOException e) {
      // One of the two has gone away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The other direction ends by it too.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "credentials-emulation");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    if (proxy != null) {
      proxy.close();
    }
  }
}
