/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.Distribution;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts in which part files go to a real S3 server, and what they take here. */
class MultipartIT {
  private static final long MEBI = 1 << 20;

  private static final int LINES = 115 * 64;

  /** Too little for a part beside all else. */
  private static final String HEAP = "-Xms64m -Xmx144m -XX:MaxDirectMemorySize=256m";

  @TempDir Path local;

  private Path bucket;

  @BeforeEach
  void makeABucket() throws IOException {
    bucket = S3Server.shared().newBucket("multipart");
  }

  @Test
  void theyHaveAHundredMegabytesAndAreNotHeldInMemory() throws Exception {
    Path temporary = Files.createDirectory(local.resolve("temporary"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "convert",
                "--manifest=" + input(),
                "--output=" + S3Convert.uri(bucket, "out"),
                "--compression=none",
                "--target-file-size=1GB",
                "--parallelism=1",
                "-Dio.tmp.dirs=" + temporary));
    List<Long> sent;
    try (FaultProxy proxy = new FaultProxy(S3Server.shared().port())) {
      arguments.addAll(S3Server.options(proxy.port()));

      new Distribution(local)
          .with("PARQUETRY_JAVA_OPTS", HEAP)
          .run(arguments.toArray(new String[0]))
          .with(0);

      sent = proxy.partBytes();
    }
    S3Convert result = new S3Convert(bucket, "out");
    assertThat(result.parts()).hasSize(1);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0)).isBetween(100 * MEBI, 101 * MEBI);
    assertThat(sent.get(0) + sent.get(1)).isEqualTo(Files.size(result.parts().get(0)));
    assertThat(result.reports().get(0).get("records_processed").asInt()).isEqualTo(LINES);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).as("parts that stay").noneMatch(f -> f.toFile().length() > 50 * MEBI);
    }
  }

  private Path input() throws IOException {
    String filling = "x".repeat(16 << 10);
    Path file = local.resolve("a-2025-12-23.ndjson");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < LINES; i++) {
        out.write("{\"t\":\"" + i + filling + "\"}\n");
      }
    }
    return Files.writeString(
        local.resolve("manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[\"" + file.getFileName() + "\"]}]}");
  }
}
