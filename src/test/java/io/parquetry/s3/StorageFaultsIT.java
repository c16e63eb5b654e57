/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.failure.FailureKind;
import io.parquetry.oracle.Conversion;
import io.parquetry.s3.FaultProxy.Fault;
import io.parquetry.s3.FaultProxy.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One fault at a time between the program and a real S3 server, by an emulation of faults. The run
 * must end right (published, rows exact, by report and by listing), or fail clean and be made whole
 * by a second run.
 */
class StorageFaultsIT {
  /** The S3 client gives up at once, so that faults reach the program and Flink. */
  private static final List<String> NO_PATIENCE =
      List.of(
          "--parallelism=2",
          "-Ds3.attempts.maximum=0",
          "-Ds3.retry.limit=1",
          "-Ds3.retry.interval=10ms",
          "-Ds3.retry.throttle.limit=1",
          "-Ds3.retry.throttle.interval=10ms");

  private static final Set<String> ROWS = Set.of("1/null", "2/null", "3/null", "null/2");

  private static Path bucket;
  private static FaultProxy proxy;
  private static int outputs;

  @BeforeAll
  static void uploadTheInput() throws IOException {
    bucket = S3Server.shared().newBucket("faults");
    proxy = new FaultProxy(S3Server.shared().port());
    S3Upload upload = S3Upload.to(proxy.port());
    upload.put(uri("in/a-2025-12-23.ndjson"), "{\"a\":1}\n{\"a\":2}\n");
    upload.put(uri("in/b-2025-12-23.ndjson"), "{\"a\":3}\n{\"b\":2}\n{bad}\n");
    upload.put(
        uri("in/manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[\""
            + uri("in/a-2025-12-23.ndjson")
            + "\"]},{\"URIPrefixes\":[\""
            + uri("in/b-")
            + "\"]}]}");
  }

  @AfterAll
  static void closeTheProxy() throws IOException {
    proxy.close();
  }

  @ParameterizedTest(name = "{0} number {1}: {2}")
  @CsvSource({
    "HEAD, 1, ERROR_500",
    "HEAD, 9, DONE_THEN_RESET",
    "GET, 1, SHORT_BODY",
    "GET, 3, RESET",
    "GET, 7, ERROR_500",
    "LIST, 1, RESET",
    "LIST, 8, ERROR_500",
    "PUT, 1, DONE_THEN_500",
    "PUT, 3, SLOW_DOWN_503",
    "PUT, 4, DONE_THEN_RESET",
    "CREATE_UPLOAD, 1, DONE_THEN_500",
    "UPLOAD_PART, 1, DONE_THEN_RESET",
    "COMPLETE_UPLOAD, 1, ERROR_500",
    "COMPLETE_UPLOAD, 1, DONE_THEN_500",
    "COMPLETE_UPLOAD, 1, DONE_THEN_RESET",
    "DELETE, 1, ERROR_500"
  })
  void oneEmulatedFaultEndsRightOrFailsClean(Request request, int turn, Fault fault)
      throws Exception {
    String output = newOutput();
    proxy.spoil(request, fault, turn);
    Conversion run = convert(output);
    List<String> spoilt = proxy.spoilt();
    proxy.mend();
    assertThat(spoilt).as("the fault has happened").hasSize(1);
    mustBeRightOrClean(run, output, spoilt);
  }

  @Tag("long")
  @ParameterizedTest(name = "{0} number {1}: {2}")
  @MethodSource("all")
  void anyEmulatedFaultEndsRightOrFailsClean(Request request, int turn, Fault fault)
      throws Exception {
    oneEmulatedFaultEndsRightOrFailsClean(request, turn, fault);
  }

  /** Each request that a run without faults makes, with each fault. */
  static Stream<Arguments> all() throws IOException {
    proxy.mend();
    convert(newOutput());
    List<Arguments> all = new ArrayList<>();
    for (Request request : Request.values()) {
      for (int turn = 1; turn <= proxy.seen(request); turn++) {
        for (Fault fault : Fault.values()) {
          all.add(Arguments.of(request, turn, fault));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "HEAD, ERROR_500",
    "GET, RESET",
    "LIST, SLOW_DOWN_503",
    "UPLOAD_PART, RESET",
    "COMPLETE_UPLOAD, ERROR_500"
  })
  void anEmulatedFaultThatStaysFailsCleanAfterSoManyTries(Request request, Fault fault)
      throws Exception {
    String output = newOutput();
    proxy.spoil(request, fault, FaultProxy.EVERY);
    Conversion run = convert(output);
    List<String> spoilt = proxy.spoilt();
    proxy.mend();
    assertThat(run.exitCode()).as(run.errors()).isNotZero();
    assertThat(spoilt).hasSizeLessThan(100);
    mustBeRightOrClean(run, output, spoilt);
  }

  /** Refusals stay the same, so Flink's restarts would only delay what is told. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "PUT, DENIED_403",
    "CREATE_UPLOAD, DENIED_403",
    "UPLOAD_PART, DENIED_403",
    "COMPLETE_UPLOAD, DENIED_403",
    "COMPLETE_UPLOAD, NO_BUCKET_404"
  })
  void anEmulatedRefusalWhileWritingIsToldWithoutRestarts(Request request, Fault fault)
      throws Exception {
    String output = newOutput();
    proxy.spoil(request, fault, FaultProxy.EVERY);
    Conversion run = convert(output);
    List<String> spoilt = proxy.spoilt();
    proxy.mend();
    assertThat(spoilt).hasSize(1);
    assertThat(run.errors())
        .contains("error (OUTPUT, exit code 10): [" + uri(output))
        .contains(
            fault == Fault.DENIED_403 ? "S3 denies access (403 " : "the bucket does not exist");
    S3Convert result = new S3Convert(bucket, output);
    assertThat(result.reports()).isEmpty();
    assertThat(result.files("_SUCCESS")).isEmpty();
  }

  /** Its answer is lost each time, but the work is done. */
  @Test
  void anEmulatedFaultBehindEveryCompletionEndsRightOrFailsClean() throws Exception {
    String output = newOutput();
    proxy.spoil(Request.COMPLETE_UPLOAD, Fault.DONE_THEN_RESET, FaultProxy.EVERY);
    Conversion run = convert(output);
    List<String> spoilt = proxy.spoilt();
    proxy.mend();
    mustBeRightOrClean(run, output, spoilt);
  }

  private static void mustBeRightOrClean(Conversion run, String output, List<String> spoilt)
      throws Exception {
    if (run.exitCode() != 0) {
      mustBeClean(run, output, spoilt);
      Conversion second = convert(output);
      assertThat(second.exitCode()).as(second.errors()).isZero();
    }
    mustBeRight(output);
  }

  private static void mustBeRight(String output) throws IOException, SQLException {
    S3Convert result = new S3Convert(bucket, output);
    assertThat(rows(result.parts())).containsExactlyInAnyOrderElementsOf(ROWS);
    assertThat(result.listedParts()).containsExactlyInAnyOrderElementsOf(result.parts());
    assertThat(result.files("_SUCCESS")).hasSize(1);
    assertThat(result.reports().get(0).get("errors").asInt()).isEqualTo(1);
  }

  private static void mustBeClean(Conversion run, String output, List<String> spoilt)
      throws IOException {
    S3Convert result = new S3Convert(bucket, output);
    assertThat(result.reports()).isEmpty();
    assertThat(result.files("_SUCCESS")).isEmpty();
    List<String> told = run.errors().lines().filter(line -> line.contains("error (")).toList();
    assertThat(told).as(run.errors()).hasSize(1);
    assertThat(told.get(0))
        .containsAnyOf(
            Arrays.stream(FailureKind.values())
                .filter(kind -> kind != FailureKind.INTERNAL)
                .map(kind -> "error (" + kind + ", exit code " + kind.exitCode() + "): ")
                .toArray(String[]::new));
    assertThat(told.get(0))
        .containsAnyOf(spoilt.stream().map(StorageFaultsIT::key).toArray(String[]::new));
  }

  /** The object, or the folder that is listed, of a request such as {@code GET /bucket/key?…}. */
  private static String key(String request) {
    int prefix = request.indexOf("prefix=");
    if (prefix >= 0) {
      String rest = request.substring(prefix + "prefix=".length());
      return rest.replaceFirst("(%2F)?&.*", "").replace("%2F", "/");
    }
    return request.replaceFirst("^\\w+ /[^/]+/", "").replaceFirst("\\?.*", "");
  }

  private static List<String> rows(List<Path> parts) throws SQLException {
    return S3Convert.rows(parts).stream().map(row -> row.get("a") + "/" + row.get("b")).toList();
  }

  private static Conversion convert(String output) {
    return S3Convert.run(uri("in/manifest.json"), uri(output), proxy.port(), NO_PATIENCE);
  }

  private static String newOutput() {
    outputs++;
    return "out-" + outputs;
  }

  private static String uri(String key) {
    return S3Convert.uri(bucket, key);
  }
}
