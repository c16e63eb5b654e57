/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real S3 server, S3Proxy, as a process with a class path of its own. Its objects are plain
 * files: {@code s3://bucket/key} is {@code folder()/bucket/key}, which other programs can read and
 * write.
 */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY = "test-access";
  public static final String SECRET_KEY = "test-secret";

  private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:(\\d{2,})\\}");
  private static S3Server shared;

  private final Process process;
  private final Path home;
  private final int port;

  private S3Server(Process process, Path home, int port) {
    this.process = process;
    this.home = home;
    this.port = port;
  }

  /** The server of all tests of this JVM, started when first asked for; it ends with the JVM. */
  public static synchronized S3Server shared() throws IOException {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  private static S3Server start() throws IOException {
    Path jars = Path.of(System.getProperty("parquetry.s3proxy", "target/s3proxy"));
    assertThat(jars)
        .as("made by mvn -f src/test/s3proxy/pom.xml dependency:copy-dependencies")
        .exists();
    Path home = Files.createTempDirectory("s3proxy");
    Properties settings = new Properties();
    settings.setProperty("jclouds.provider", "filesystem-nio2");
    settings.setProperty(
        "jclouds.filesystem.basedir", Files.createDirectory(home.resolve("buckets")).toString());
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", ACCESS_KEY);
    settings.setProperty("s3proxy.credential", SECRET_KEY);
    settings.setProperty("s3proxy.ignore-unknown-headers", "true");
    try (var out = Files.newBufferedWriter(home.resolve("s3proxy.properties"))) {
      settings.store(out, null);
    }
    Files.writeString(home.resolve("logback.xml"), LOGGING);
    ProcessBuilder server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
                "-cp",
                jars.toAbsolutePath() + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                home.resolve("s3proxy.properties").toString())
            .redirectErrorStream(true);
    // Without it Java cannot name files that are not ASCII.
    server.environment().put("LC_ALL", "C.UTF-8");
    Process process = server.start();
    return new S3Server(process, home, port(process));
  }

  private static final String LOGGING =
      """
      <configuration>
        <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="OUT"/></root>
      </configuration>
      """;

  /** Reads on afterwards, or the server would stop when the pipe is full. */
  private static int port(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        Thread reader = new Thread(() -> lines.lines().forEach(ignored -> {}), "s3proxy-output");
        reader.setDaemon(true);
        reader.start();
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new AssertionError("S3Proxy did not start:\n" + said);
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /**
   * An empty bucket of a name that no other test has; its folder. S3A reads only objects that were
   * uploaded: those put here by other ways have no ETag.
   */
  public Path newBucket(String prefix) throws IOException {
    return Files.createTempDirectory(home.resolve("buckets"), prefix + "-");
  }

  /** The options that send Flink to this server, or to a proxy of it on another port. */
  public static List<String> options(int port) {
    return List.of(
        "-Ds3.endpoint=http://127.0.0.1:" + port,
        "-Ds3.path.style.access=true",
        "-Ds3.access-key=" + ACCESS_KEY,
        "-Ds3.secret-key=" + SECRET_KEY);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(Comparator.reverseOrder()).forEach(S3Server::delete);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
