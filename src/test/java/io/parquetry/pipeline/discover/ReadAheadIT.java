/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.s3.FaultProxy;
import io.parquetry.s3.S3Convert;
import io.parquetry.s3.S3Server;
import io.parquetry.s3.S3Upload;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ranges of objects on a real S3 server, opened before they are asked for. */
class ReadAheadIT {
  private static final int FILES = 7;
  private static final int LINE_BYTES = 1 << 20;

  private final List<InputFile> files = new ArrayList<>();
  private final List<ByteRange> ranges = new ArrayList<>();

  private FaultProxy proxy;

  @BeforeEach
  void uploadSevenFilesOfTwoRanges() throws IOException {
    Path bucket = S3Server.shared().newBucket("ahead");
    proxy = new FaultProxy(S3Server.shared().port());
    S3Upload upload = S3Upload.to(proxy.port());
    for (int i = 0; i < FILES; i++) {
      String uri = S3Convert.uri(bucket, "f" + i + ".ndjson");
      upload.put(uri, line(i, 0) + "\n" + line(i, 1) + "\n");
      StoredObject object = Storage.find(Location.parse(uri)).orElseThrow();
      files.add(
          new InputFile(
              uri, object.location(), object.length(), object.modificationTime(), "2025-12-23"));
      ranges.add(new ByteRange(i, 0, LINE_BYTES));
      ranges.add(new ByteRange(i, LINE_BYTES, object.length() - LINE_BYTES));
    }
    proxy.mend();
  }

  @AfterEach
  void closeTheProxy() throws IOException {
    proxy.close();
  }

  @Test
  void fiveRangesAreReadAtOnceAndComeInTheirOrder() throws Exception {
    proxy.delay(100);
    List<String> lines = new ArrayList<>();
    try (ReadAhead ahead = ReadAhead.of(files, ranges, 16 << 20)) {
      for (int i = 0; i < ranges.size(); i++) {
        try (RangeLines range = ahead.next()) {
          while (range.next()) {
            lines.add(text(range));
          }
        }
      }
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      expected.add(line(i, 0));
      expected.add(line(i, 1));
    }
    assertThat(lines).isEqualTo(expected);
    assertThat(proxy.mostReading()).isBetween(3, 5);
    assertThreadsEnd();
  }

  @Test
  void whatCannotBeReadIsToldWhenItsTurnComes() throws Exception {
    proxy.spoil(FaultProxy.Request.GET, FaultProxy.Fault.DENIED_403, "f1.ndjson");
    try (ReadAhead ahead = ReadAhead.of(files, ranges, 16 << 20)) {
      for (int i = 0; i < 2; i++) {
        try (RangeLines range = ahead.next()) {
          assertThat(range.next()).isTrue();
        }
      }
      assertThatThrownBy(() -> ahead.next())
          .isInstanceOfSatisfying(
              ParquetryException.class,
              e -> assertThat(e.kind()).isEqualTo(FailureKind.INPUT_MISSING))
          .hasMessageContaining("f1.ndjson")
          .hasMessageContaining("S3 denies access (403");
    }
    assertThreadsEnd();
  }

  @Test
  void aReaderThatGoesAwayLeavesNoThreadBehind() throws Exception {
    proxy.delay(300);
    try (ReadAhead ahead = ReadAhead.of(files, ranges, 16 << 20)) {
      try (RangeLines range = ahead.next()) {
        assertThat(range.next()).isTrue();
      }
      assertThat(threads()).isNotEmpty();
    }
    assertThreadsEnd();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("parquetry-read-ahead") && thread.isAlive())
        .toList();
  }

  /** A pool is terminated a moment before its threads are. */
  private static void assertThreadsEnd() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static String text(RangeLines range) {
    int length = range.line().end() - range.line().start();
    return new String(range.line().bytes(), range.line().start(), length, StandardCharsets.UTF_8);
  }

  private static String line(int file, int line) {
    String begin = "{\"f\":\"" + file + ":" + line + ":";
    return begin + "x".repeat(LINE_BYTES - begin.length() - 3) + "\"}";
  }
}
