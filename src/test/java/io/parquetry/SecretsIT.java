/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Canaries are planted wherever a secret may be given, and then looked for in everything that a
 * process prints, writes and serves. Where S3 is needed an emulation of it answers.
 */
class SecretsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CANARY = "canary0secret";
  private static final String ID = "canary0identifier";
  private static final Pattern REST = Pattern.compile("Rest endpoint listening at (\\S+)");

  private static final Pattern FOREIGN =
      Pattern.compile(
          "^(INFO|DEBUG) org\\.apache\\.(flink|hadoop|http)\\.|^DEBUG com\\.amazonaws\\.");

  /** Secrets as options of Flink, by all their usual names. */
  private static final List<String> OPTIONS =
      List.of(
          "-Ds3.secret-key=" + CANARY + "1",
          "-Dfs.s3a.access.key=" + ID,
          "-Dfs.s3a.session.token=" + CANARY + "3",
          "-Dfs.s3a.encryption.key=" + CANARY + "4",
          "-Dfs.azure.account.key.x=" + CANARY + "5",
          "-Dsecurity.ssl.rest.keystore-password=" + CANARY + "6",
          "-Dmy.api-key=" + CANARY + "7");

  @TempDir Path folder;

  private Distribution parquetry;

  @BeforeEach
  void logEverything() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("debug.properties"),
            """
            status = error
            appender.c.type = Console
            appender.c.name = c
            appender.c.layout.type = PatternLayout
            appender.c.layout.pattern = %p %c %m%n%throwable
            rootLogger.level = debug
            # Every byte on the wire, many times over.
            logger.wire.name = org.apache.http.wire
            logger.wire.level = info
            rootLogger.appenderRef.c.ref = c
            """);
    Path flink = Files.createDirectory(folder.resolve("flink"));
    Files.writeString(
        flink.resolve("config.yaml"),
        "s3.access-key: " + ID + "\nmetrics.reporter.x.apikey: " + CANARY + "10\n");
    parquetry =
        new Distribution(Files.createDirectory(folder.resolve("printed")))
            .with("PARQUETRY_LOG", log.toString())
            .with("FLINK_CONF_DIR", flink.toString())
            .with("AWS_SECRET_ACCESS_KEY", CANARY + "11")
            .with("AWS_ACCESS_KEY_ID", ID);
  }

  @Test
  void noSecretIsPrintedWrittenOrServedWhileARunReadsFromAnEmulatedS3() throws Exception {
    try (S3Emulation s3 = new S3Emulation()) {
      S3Emulation.Gate gate = holdItsOnlyFile(s3);
      Path output = folder.resolve("out");
      Distribution.Running running =
          start(s3, "--manifest=s3://b/m.json", "--output=" + output, "-Drest.bind-port=0");
      gate.awaitRequest();
      String served = served(Files.readString(running.text(), StandardCharsets.UTF_8));
      gate.open();
      Distribution.Ended ended = running.end().with(0);
      assertThat(ended.text()).contains("DEBUG", "published run");
      assertNoCanary("what was printed", ended.text());
      assertNoCanary("what Flink's REST endpoint served", served);
      try (Stream<Path> files = Files.walk(output)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertNoCanary(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  @Test
  void flinkServesNothingUnlessItIsGivenAPort() throws Exception {
    try (S3Emulation s3 = new S3Emulation()) {
      S3Emulation.Gate gate = holdItsOnlyFile(s3);
      Distribution.Running running =
          start(s3, "--manifest=s3://b/m.json", "--output=" + folder.resolve("out"));
      gate.awaitRequest();
      String root = root(Files.readString(running.text(), StandardCharsets.UTF_8));
      for (String page : List.of("/config", "/jobs/overview", "/jobmanager/config", "/")) {
        assertThat(answer(root + page).statusCode()).as(page).isEqualTo(404);
      }
      gate.open();
      running.end().with(0);
    }
  }

  @Test
  void noSecretIsPrintedWhenTheEmulatedS3HasNoSuchObject() throws Exception {
    try (S3Emulation s3 = new S3Emulation()) {
      String output = "--output=" + folder.resolve("out");
      Distribution.Ended ended = start(s3, "--manifest=s3://b/none.json", output).end().with(3);
      assertThat(ended.text()).contains("[s3://b/none.json] the manifest does not exist");
      assertNoCanary("what was printed", ended.text());
    }
  }

  @Test
  void showConfigMasksEverySecret() throws Exception {
    List<String> arguments = new ArrayList<>(OPTIONS);
    arguments.addAll(
        List.of(
            "--manifest=/m.json",
            "--output=s3://A:" + CANARY + "@b/o",
            "-Dproxy=http://user:" + CANARY + "@127.0.0.1:1/",
            "--show-config"));
    arguments.add(0, "convert");
    Distribution.Ended ended = parquetry.run(arguments.toArray(String[]::new)).with(0);
    assertThat(ended.text()).contains("-Ds3.secret-key ", "-Dmy.api-key ", "s3://******@b/o");
    assertNoCanary("what was printed", ended.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--manifest=s3://AKIA:" + CANARY + "@bucket/m.json",
        "--manifest=https://b.s3.amazonaws.com/m.json?X-Amz-Signature=" + CANARY,
        "--allow=s3a://AKIA:" + CANARY + "/with/slashes@bucket",
        "--s3.secret-key=" + CANARY
      })
  void noSecretInTheWrongPlaceIsRepeated(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("convert", "--output=" + folder + "/out"));
    if (!arguments.contains("--manifest")) {
      command.add("--manifest=" + folder + "/m.json");
    }
    command.addAll(List.of(arguments.split(" ")));
    Distribution.Ended ended = parquetry.run(command.toArray(String[]::new)).with(2);
    assertThat(ended.text()).contains("parquetry: error (USAGE, exit code 2)");
    assertNoCanary("what was printed", ended.text());
  }

  @Test
  void credentialsInAManifestAreRefusedAndNotRepeated() throws Exception {
    Path manifest =
        Files.writeString(
            folder.resolve("m.json"),
            "{\"fileLocations\":[{\"URIs\":[\"s3://AKIA:"
                + CANARY
                + "@b/a-2025-12-23\","
                + "\"https://b.s3.amazonaws.com/a-2025-12-23?X-Amz-Signature="
                + CANARY
                + "\"]}]}");
    Distribution.Ended ended =
        parquetry
            .run("convert", "--manifest=" + manifest, "--output=" + folder.resolve("out"))
            .with(3);
    assertThat(ended.text()).contains("2 of the manifest's entries cannot be used");
    assertNoCanary("what was printed", ended.text());
  }

  @Test
  void aVariableThatIsNoOptionIsNamedWithoutItsValue() throws Exception {
    Distribution.Ended ended =
        parquetry.with("PARQUETRY_S3_SECRET_KEY", CANARY).run("convert", "--help").with(2);
    assertThat(ended.text()).contains("environment PARQUETRY_S3_SECRET_KEY");
    assertNoCanary("what was printed", ended.text());
  }

  /** The manifest s3://b/m.json and its file, which nobody gets before the gate is opened. */
  private static S3Emulation.Gate holdItsOnlyFile(S3Emulation s3) {
    s3.put("/b/m.json", "{\"fileLocations\":[{\"URIs\":[\"s3://b/a-2025-12-23.ndjson\"]}]}");
    s3.put("/b/a-2025-12-23.ndjson", "{\"a\":1}\n");
    return s3.hold("/b/a-2025-12-23.ndjson");
  }

  private Distribution.Running start(S3Emulation s3, String... further) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("convert"));
    arguments.addAll(List.of(further));
    arguments.addAll(OPTIONS);
    arguments.addAll(s3.options());
    return parquetry.start(arguments.toArray(String[]::new));
  }

  /** What Flink serves of its configuration and of the job, to anyone on this machine. */
  private static String served(String log) throws Exception {
    String root = root(log);
    StringBuilder served = new StringBuilder();
    List<String> pages =
        new ArrayList<>(List.of("/config", "/jobmanager/config", "/jobmanager/environment"));
    pages.addAll(List.of("/taskmanagers", "/jobs/overview"));
    for (JsonNode job : JSON.readTree(get(root + "/jobs/overview")).get("jobs")) {
      for (String page : List.of("", "/config", "/plan", "/exceptions", "/accumulators")) {
        pages.add("/jobs/" + job.get("jid").asText() + page);
      }
    }
    assertThat(pages).as("the job is there").hasSizeGreaterThan(5);
    for (String page : pages) {
      served.append(page).append(' ').append(get(root + page)).append('\n');
    }
    return served.toString();
  }

  private static String root(String log) {
    Matcher address = REST.matcher(log);
    assertThat(address.find()).as("the log names the REST endpoint").isTrue();
    return "http://" + address.group(1);
  }

  private static HttpResponse<String> answer(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String get(String address) throws Exception {
    HttpResponse<String> answer = answer(address);
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return answer.body();
  }

  /**
   * Flink's own log names the identifier of an access key, which it does not count among the
   * secrets; so do the requests to S3. Nothing of ours does.
   */
  private static void assertNoCanary(String what, String text) {
    assertThat(text.lines().filter(line -> line.contains(CANARY))).as(what).isEmpty();
    assertThat(text.lines().filter(line -> line.contains(ID) && !FOREIGN.matcher(line).find()))
        .as(what)
        .isEmpty();
  }
}
