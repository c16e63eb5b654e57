/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.plugin.PluginUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Flink's file system cannot express, through the plugin's own client, on S3Proxy. */
class ConditionalPutIT {
  private static final int WRITERS = 8;

  private Path bucket;
  private Location root;

  @BeforeAll
  static void sendFlinkToTheServer() throws IOException {
    Configuration configuration = new Configuration();
    for (String option : S3Server.options(S3Server.shared().port())) {
      String[] pair = option.substring(2).split("=", 2);
      configuration.setString(pair[0], pair[1]);
    }
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
  }

  @AfterAll
  static void leaveNoFileSystem() {
    FileSystem.initialize(new Configuration(), null);
  }

  @BeforeEach
  void makeABucket() throws IOException {
    bucket = S3Server.shared().newBucket("conditional");
    root = Location.parse("s3://" + bucket.getFileName() + "/");
  }

  @Test
  void theSecondWriterIsRefusedAndTheObjectStays() throws IOException {
    Location record = root.child("out put/_parquetry/a+b%20ü.json");
    assertThat(ConditionalPut.createIfAbsent(record, new byte[] {1})).isTrue();
    assertThat(ConditionalPut.createIfAbsent(record, new byte[] {2})).isFalse();
    assertThat(Storage.read(record)).containsExactly(1);
    assertThat(bucket.resolve("out put/_parquetry/a+b%20ü.json")).hasBinaryContent(new byte[] {1});
  }

  @Test
  void theWriterWhoseContentIsThereHasWon() throws IOException {
    Location record = root.child("record");
    Storage.write(record, new byte[] {7});
    assertThat(ConditionalPut.createIfAbsent(record, new byte[] {7})).isTrue();
  }

  @Test
  void ofManyWritersAtOnceExactlyOneSucceeds() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < 10; round++) {
        Location record = root.child("record-" + round);
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Future<Boolean>> ends = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          byte[] content = {(byte) writer};
          ends.add(
              writers.submit(
                  () -> {
                    start.await();
                    return ConditionalPut.createIfAbsent(record, content);
                  }));
        }
        List<Integer> winners = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          if (ends.get(writer).get()) {
            winners.add(writer);
          }
        }
        assertThat(winners).as("winners of round " + round).hasSize(1);
        assertThat(Storage.read(record)).containsExactly(winners.get(0));
      }
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void openUploadsAreListedBelowTheirFolderAndAborted() throws IOException {
    Location folder = root.child("out");
    open(folder.child("a b.parquet"));
    open(root.child("outside/c.parquet"));
    List<OpenUploads.OpenUpload> uploads = OpenUploads.below(folder);
    assertThat(uploads)
        .extracting(OpenUploads.OpenUpload::location)
        .containsExactly(folder.child("a b.parquet"));
    OpenUploads.abort(uploads.get(0));
    OpenUploads.abort(uploads.get(0));
    assertThat(OpenUploads.below(folder)).isEmpty();
    assertThat(OpenUploads.below(root)).hasSize(1);
  }

  /** Leaves what a killed TaskManager leaves. */
  private static void open(Location location) throws IOException {
    FileSystem files = FileSystem.get(Storage.path(location).toUri());
    RecoverableFsDataOutputStream out =
        files.createRecoverableWriter().open(Storage.path(location));
    out.write(new byte[6 << 20]);
    out.persist();
  }
}
