/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A session cluster of real processes, by {@code scripts/cluster}, and two ways to use it. */
final class SessionCluster {
  static final Path JAR = Path.of(System.getProperty("parquetry.jar")).toAbsolutePath();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDS = Set.of("FINISHED", "FAILED", "CANCELED");
  private static final long PATIENCE_MS = 180_000;
  private static final long BETWEEN_QUESTIONS_MS = 20;

  private final Path folder;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  /** How a process has ended. */
  record Ended(int exitCode, String text) {}

  /** What REST has answered. */
  record Answer(int status, JsonNode body) {}

  private SessionCluster(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts a cluster with two slots; the folder must be empty. */
  static SessionCluster start(Path folder, List<String> options) throws Exception {
    SessionCluster cluster = new SessionCluster(folder, freePort());
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("start", "--taskmanagers", "1", "--slots", "2"));
    arguments.addAll(List.of("--folder", folder.toString(), "--port", "" + cluster.port));
    arguments.addAll(options);
    Ended started = script("cluster", folder, arguments);
    assertThat(started.exitCode()).as(started.text()).isZero();
    return cluster;
  }

  /** One of which the next is free too. */
  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket one = new ServerSocket(port);
          ServerSocket next = new ServerSocket(port + 1)) {
        return one.getLocalPort() + next.getLocalPort() - port - 1;
      } catch (java.net.BindException e) {
        // Somebody has it; another will be free.
      }
    }
  }

  /** Flink's own command line. */
  Ended flink(String... arguments) throws Exception {
    return script("flink", folder, List.of(arguments));
  }

  private static Ended script(String name, Path folder, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of("scripts", name).toAbsolutePath().toString());
    command.addAll(arguments);
    Path text = Files.createTempFile("cluster", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(text.toFile());
      builder.environment().put("FLINK_CONF_DIR", folder.resolve("conf").toString());
      builder.environment().remove("FLINK_PLUGINS_DIR");
      Process process = builder.start();
      assertThat(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(text, StandardCharsets.UTF_8));
    } finally {
      Files.delete(text);
    }
  }

  /** Uploads the job jar; gives its id. */
  String upload() throws Exception {
    String boundary = "parquetry-" + System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"parquetry.jar\""
                + "\r\nContent-Type: application/x-java-archive\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(Files.readAllBytes(JAR));
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    Answer answer =
        send(
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    String file = answer.body().get("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Runs an uploaded jar. */
  Answer run(String jar, String... arguments) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    for (String argument : arguments) {
      body.withArray("programArgsList").add(argument);
    }
    return send(
        request("/jars/" + jar + "/run")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** Asks that a job be cancelled. */
  void cancel(String job) throws Exception {
    send(request("/jobs/" + job).method("PATCH", HttpRequest.BodyPublishers.noBody()));
  }

  /** Waits until a job is in one of these states, or at its end; gives the state. */
  String await(String job, Set<String> wanted) throws Exception {
    long late = System.currentTimeMillis() + PATIENCE_MS;
    while (true) {
      String state = get("/jobs/" + job).get("state").asText();
      if (wanted.contains(state) || ENDS.contains(state)) {
        return state;
      }
      assertThat(System.currentTimeMillis()).as("still " + state).isLessThan(late);
      Thread.sleep(BETWEEN_QUESTIONS_MS);
    }
  }

  /** The state in which a job ends. */
  String end(String job) throws Exception {
    return await(job, ENDS);
  }

  /** The jobs that the cluster knows. */
  List<String> jobs() throws Exception {
    List<String> ids = new ArrayList<>();
    get("/jobs").get("jobs").forEach(job -> ids.add(job.get("id").asText()));
    return ids;
  }

  private JsonNode get(String path) throws Exception {
    return send(request(path).GET()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String body = response.body().isEmpty() ? "{}" : response.body();
    return new Answer(response.statusCode(), JSON.readTree(body));
  }

  void stop() throws Exception {
    Ended stopped = script("cluster", folder, List.of("stop", "--folder", folder.toString()));
    assertThat(stopped.exitCode()).as(stopped.text()).isZero();
  }
}
