/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.cli.ParquetryCommand;
import io.parquetry.oracle.Conversion;
import io.parquetry.s3.FaultProxy.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands other than convert say where S3 refuses. */
class RefusedCommandsIT {
  private static Path bucket;
  private static FaultProxy proxy;

  @BeforeAll
  static void convertSomething() throws IOException {
    bucket = S3Server.shared().newBucket("refused");
    proxy = new FaultProxy(S3Server.shared().port());
    S3Upload upload = S3Upload.to(proxy.port());
    upload.put(uri("a-2025-12-23.ndjson"), "{\"a\":1}\n");
    upload.put(
        uri("manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[\"" + uri("a-2025-12-23.ndjson") + "\"]}]}");
    Conversion run =
        S3Convert.run(uri("manifest.json"), uri("out"), proxy.port(), List.of("--quiet"));
    assertThat(run.exitCode()).as(run.errors()).isZero();
  }

  @AfterAll
  static void closeTheProxy() throws IOException {
    proxy.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "head, LIST, INPUT_MISSING, 4",
    "head, GET, INPUT_MISSING, 4",
    "compare, GET, INPUT_MISSING, 4",
    "runs, LIST, OUTPUT, 10",
    "clean, LIST, OUTPUT, 10"
  })
  void whatIsDeniedByAnEmulatedAnswerIsWhatWasToBeRead(
      String command, Request request, String kind, int exitCode) throws Exception {
    proxy.spoil(request, FaultProxy.Fault.DENIED_403, FaultProxy.EVERY);

    String told = told(command, exitCode);

    assertThat(proxy.spoilt()).isNotEmpty().hasSizeLessThan(4);
    assertThat(told)
        .contains("error (" + kind + ", exit code " + exitCode + "): [" + uri("out"))
        .contains("S3 denies access (403")
        .doesNotContain("is published", "attempt 2");
  }

  private static String told(String command, int exitCode) {
    List<String> arguments = new ArrayList<>(List.of(command));
    switch (command) {
      case "head" -> arguments.add(uri("out"));
      case "compare" -> arguments.addAll(List.of("--left=" + uri("out"), "--right=" + uri("out")));
      default -> arguments.add("--output=" + uri("out"));
    }
    arguments.addAll(S3Server.options(proxy.port()));
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      assertThat(ParquetryCommand.execute(arguments.toArray(new String[0])))
          .as(() -> errors.toString(StandardCharsets.UTF_8))
          .isEqualTo(exitCode);
    } finally {
      System.setErr(before);
    }
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static String uri(String key) {
    return S3Convert.uri(bucket, key);
  }
}
