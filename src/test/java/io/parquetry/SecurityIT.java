/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.oracle.DuckDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a manifest from elsewhere, and the data, could do to whoever converts it. */
class SecurityIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All that a terminal obeys, or that turns text around; line feeds end our own lines. */
  private static final Pattern OBEYED =
      Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]");

  private static final String HOSTILE = "\u001b[31m\u0007\u0085\u202e\r\nparquetry: forged";

  @TempDir Path folder;

  private Distribution parquetry;

  @BeforeEach
  void inAFolderOfItsOwn() throws IOException {
    parquetry = new Distribution(Files.createDirectory(folder.resolve("printed")));
  }

  @Test
  void noOtherSchemeIsEvenConnectedTo() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .configureBlocking(false);
      String host = "127.0.0.1:" + server.socket().getLocalPort() + "/a-2025-12-23.ndjson";
      List<String> uris =
          Stream.of(
                  "ftp:",
                  "http:",
                  "HTTP:",
                  "https:",
                  "hdfs:",
                  "webhdfs:",
                  "swebhdfs:",
                  "sftp:",
                  "jar:http:",
                  "jar:file:",
                  "har:",
                  "viewfs:",
                  "gs:",
                  "abfs:",
                  "s3n:",
                  "file:")
              .map(scheme -> scheme + "//" + host)
              .toList();
      Path manifest = manifest(folder, "URIs", uris);
      Distribution.Ended ended = convert(manifest.toString()).with(3);
      assertThat(ended.text()).contains(uris.size() + " of the manifest's entries cannot be used");
      for (String option : List.of("--manifest=", "--output=", "--allow=")) {
        List<String> arguments =
            new ArrayList<>(List.of("convert", "--manifest=" + manifest, "--output=" + folder));
        arguments.removeIf(argument -> argument.startsWith(option));
        arguments.add(option + "webhdfs://" + host);
        parquetry.run(arguments.toArray(String[]::new)).with(2);
      }
      assertThat(server.accept()).as("no connection was made").isNull();
    }
  }

  @Test
  void anEntryThatLeadsOutOfTheAllowedPlacesIsRefusedBeforeAnyIsLookedUpOnAnEmulatedS3()
      throws Exception {
    Path allowed = Files.createDirectory(folder.resolve("allowed"));
    Files.writeString(folder.resolve("secret-2025-12-23.ndjson"), "{\"secret\":1}\n");
    List<String> refused =
        List.of(
            "/etc/passwd",
            "file:///etc/passwd",
            "../etc/passwd",
            folder + "/secret-2025-12-23.ndjson",
            allowed + "/../secret-2025-12-23.ndjson",
            "file://" + allowed + "/../secret-2025-12-23.ndjson",
            "file://" + allowed + "/..\\secret-2025-12-23.ndjson",
            "file://localhost" + allowed + "/a-2025-12-23.ndjson",
            "s3://other/a-2025-12-23.ndjson",
            "s3://b/../other/a-2025-12-23.ndjson",
            "s3://b/x/..\\..\\other/a-2025-12-23.ndjson",
            "s3://b@other/a-2025-12-23.ndjson",
            "https://s3.amazonaws.com/b/%2e%2e/other/a-2025-12-23.ndjson",
            "https://s3.amazonaws.com/b%2f..%2fother/a-2025-12-23.ndjson",
            "https://s3.amazonaws.com@127.0.0.1/b/a-2025-12-23.ndjson");
    List<String> entries = new ArrayList<>(refused);
    entries.add("s3://b/fine-2025-12-23.ndjson");
    try (S3Emulation s3 = new S3Emulation()) {
      s3.put("/b/m.json", manifest("URIs", entries));
      s3.put("/b/fine-2025-12-23.ndjson", "{\"a\":1}\n");
      Distribution.Ended ended = convertFrom(s3, "--allow=" + allowed).with(3);
      assertThat(ended.text())
          .contains(refused.size() + " of the manifest's entries cannot be used");
      assertThat(s3.requests()).isNotEmpty().allMatch(request -> request.endsWith(" /b/m.json"));
    }
  }

  @Test
  void aLinkThatLeadsOutOfTheAllowedPlacesIsRefusedOnAnEmulatedS3() throws Exception {
    Path allowed = Files.createDirectory(folder.resolve("allowed"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("a-2025-12-23.ndjson"), "{\"secret\":1}\n");
    Files.writeString(allowed.resolve("a-2025-12-23.ndjson"), "{\"a\":1}\n");
    Files.createSymbolicLink(
        allowed.resolve("link-2025-12-23.ndjson"), outside.resolve("a-2025-12-23.ndjson"));
    Files.createSymbolicLink(allowed.resolve("in"), outside);
    Files.createSymbolicLink(
        allowed.resolve("b-2025-12-23.ndjson"), allowed.resolve("a-2025-12-23.ndjson"));
    try (S3Emulation s3 = new S3Emulation()) {
      List<String> entries = List.of(allowed + "/", allowed + "/link", allowed + "/in/a-");
      s3.put("/b/m.json", manifest("URIPrefixes", entries));
      assertThat(convertFrom(s3, "--allow=" + allowed).with(3).text())
          .contains("4 of the manifest's entries stand for an object that cannot be read")
          .contains("is a link that leads out of the allowed places");
      s3.put("/b/m.json", manifest("URIPrefixes", List.of(allowed + "/b-")));
      convertFrom(s3, "--allow=" + allowed).with(0);
    }
  }

  @Test
  void controlCharactersOfNamesKeysAndDataReachNoTerminalAndEveryReportIsValid() throws Exception {
    Path here = Files.createDirectory(folder.resolve("x" + HOSTILE));
    String name = "a" + HOSTILE + "-2025-12-23.ndjson";
    String key = JSON.writeValueAsString(HOSTILE);
    Files.writeString(
        here.resolve(name), "{" + key + ":" + key + ",\"A\":1,\"a\":1}\n\u001b]0;x\u0007\n");
    Path manifest = manifest(here, "URIs", List.of(name, name));
    Path output = here.resolve("out");
    Distribution.Ended ended =
        parquetry.run("convert", "--manifest=" + manifest, "--output=" + output).with(0);
    assertFitForATerminal(ended);
    JsonNode report = report(output);
    assertThat(report.get("files").get(0).get("uri").asText()).isEqualTo(name);
    assertThat(report.get("columns").findValuesAsText("name")).contains(HOSTILE);
    try (DuckDb duckDb = new DuckDb()) {
      Path part = Path.of(report.get("output_files").get(0).get("path").asText());
      Path copy = Files.copy(part, folder.resolve("copy.parquet"));
      assertThat(duckDb.rows(copy)).hasSize(1).allMatch(row -> HOSTILE.equals(row.get(HOSTILE)));
    }
    // Again: already published, with another length.
    Files.writeString(here.resolve(name), "{}\n");
    Distribution.Ended again =
        parquetry.run("convert", "--manifest=" + manifest, "--output=" + output);
    assertThat(again.text()).contains("a\\u001b[31m\\u0007\\u0085\\u202e\\u000d\\u000aparquetry");
    assertFitForATerminal(again);
  }

  @Test
  void controlCharactersReachNoTerminalWhenARunFails() throws Exception {
    String name = "a" + HOSTILE + "-2025-12-23.ndjson";
    Files.writeString(folder.resolve(name), "{\"a" + HOSTILE + "\":}\n{\"_source_file\":1}\n");
    Path manifest = manifest(folder, "URIs", List.of(name));
    Map<String, Integer> exitCodes =
        Map.of("--bad-records=fail", 5, "--max-columns=1", 9, "--date=" + HOSTILE, 2);
    for (Map.Entry<String, Integer> option : exitCodes.entrySet()) {
      assertFitForATerminal(convert(manifest.toString(), option.getKey()).with(option.getValue()));
    }
    manifest(folder, "URIs", List.of("none" + HOSTILE, "gone" + HOSTILE));
    assertFitForATerminal(convert(manifest.toString()).with(4));
    manifest(folder, "URIs", List.of("nul\0-2025-12-23", "x" + HOSTILE + "://b/c"));
    assertFitForATerminal(convert(manifest.toString()).with(3));
  }

  @Test
  void dataValuesAreLoggedAtDebugOnlyAndCut() throws Exception {
    String value = "personal data ".repeat(1_000);
    Files.writeString(
        folder.resolve("a-2025-12-23.ndjson"),
        "{\"a\":\"" + value + "\"}\n{\"a\":\"" + value + "\"\n" + value + "\n");
    Path manifest = manifest(folder, "URIs", List.of("a-2025-12-23.ndjson"));
    assertThat(convert(manifest.toString()).with(0).text()).doesNotContain("personal data");
    String again = "--if-published=replace";
    assertThat(convert(manifest.toString(), again, "--bad-records=fail").with(5).text())
        .doesNotContain("personal data");
    Path log = folder.resolve("debug.properties");
    Files.writeString(
        log,
        Files.readString(Distribution.HOME.resolve("conf/log4j2.properties"))
            .replaceAll("level = \\w+", "level = debug"));
    parquetry.with("PARQUETRY_LOG", log.toString());
    Distribution.Ended ended = convert(manifest.toString(), again).with(0);
    assertThat(ended.text()).contains("DEBUG").doesNotContain("personal data ".repeat(20));
  }

  private Distribution.Ended convert(String manifest, String... further) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("convert", "--manifest=" + manifest));
    arguments.add("--output=" + folder.resolve("out"));
    arguments.addAll(List.of(further));
    return parquetry.run(arguments.toArray(String[]::new));
  }

  private Distribution.Ended convertFrom(S3Emulation s3, String option) throws Exception {
    List<String> arguments = new ArrayList<>(s3.options());
    arguments.add("-Ds3.access-key=test");
    arguments.add("-Ds3.secret-key=test");
    arguments.add(option);
    return convert("s3://b/m.json", arguments.toArray(String[]::new));
  }

  private static void assertFitForATerminal(Distribution.Ended ended) {
    assertThat(
            OBEYED
                .matcher(ended.text())
                .results()
                .map(found -> ended.text().codePointAt(found.start())))
        .as(ended.text())
        .isEmpty();
    assertThat(ended.text().lines()).noneMatch(line -> line.startsWith("parquetry: forged"));
  }

  private static JsonNode report(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      Path report = files.filter(file -> file.endsWith("report.json")).findFirst().orElseThrow();
      return JSON.readTree(report.toFile());
    }
  }

  private static Path manifest(Path folder, String kind, List<String> names) throws IOException {
    return Files.writeString(folder.resolve("m.json"), manifest(kind, names));
  }

  private static String manifest(String kind, List<String> names) throws IOException {
    return JSON.writeValueAsString(Map.of("fileLocations", List.of(Map.of(kind, names))));
  }
}
