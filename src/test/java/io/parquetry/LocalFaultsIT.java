/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parquetry.oracle.Conversion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real faults of a local disk: full, or not to be read or written by this user. */
class LocalFaultsIT {
  private static final Path HOME =
      Path.of(System.getProperty("parquetry.distribution")).toAbsolutePath();
  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  @TempDir Path folder;

  private Path manifest;
  private Path mounted;

  private record Ended(int exitCode, String text) {}

  @BeforeEach
  void writeTheInput() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("{\"i\":").append(i).append("}\n");
    }
    Files.writeString(folder.resolve("a-2025-12-23.ndjson"), lines);
    Files.writeString(folder.resolve("b-2025-12-23.ndjson"), "{}\n");
    manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson", "b-2025-12-23.ndjson"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      command("umount", mounted.toString());
    }
  }

  @Test
  void aFullDiskFailsCleanAndTheNextRunWithRoomIsWhole() throws Exception {
    for (String room : List.of("8k", "48k")) {
      Path output = Files.createDirectory(folder.resolve("full-" + room));
      mounted = output;
      assumeTrue(
          command("mount", "-t", "tmpfs", "-o", "size=" + room, "tmpfs", output.toString()) == 0,
          "SKIPPED: no full disk can be made here, since mounting a tmpfs takes root");
      Conversion run = Conversion.run(manifest, output, "--compression=none");
      assertThat(run.exitCode()).as(run.errors()).isEqualTo(10);
      assertThat(run.errors()).contains(output.toString(), "No space left", "nothing is published");
      assertThat(run.files()).noneMatch(name -> name.matches(".*(_SUCCESS|report.json)"));
      assertThat(command("mount", "-o", "remount,size=8m", output.toString())).isZero();
      Conversion second = Conversion.succeeding(manifest, output, "--compression=none");
      assertThat(second.rows()).hasSize(20_001);
      command("umount", output.toString());
      mounted = null;
    }
  }

  @Test
  void anInputFileThatMayNotBeReadIsToldByName() throws Exception {
    Path denied = folder.resolve("b-2025-12-23.ndjson");
    Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("---------"));
    Path output = writableByAll("out");
    Ended run = convert(output);
    assertThat(run.exitCode()).as(run.text()).isNotIn(0, 1, 70);
    assertThat(run.text()).contains("b-2025-12-23.ndjson").doesNotContain("\tat ");
    assertThat(output.resolve("merged-parquet-2025-12-23")).doesNotExist();
    Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("r--r--r--"));
    Ended second = convert(output);
    assertThat(second.exitCode()).as(second.text()).isZero();
  }

  @Test
  void anOutputThatMayNotBeWrittenIsToldBeforeAnythingIsRead() throws Exception {
    Path output = Files.createDirectory(folder.resolve("out"));
    Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("r-xr-xr-x"));
    Ended run = convert(output);
    assertThat(run.exitCode()).as(run.text()).isEqualTo(10);
    assertThat(run.text()).contains("[" + output + "] cannot be written");
  }

  @Test
  void aReportFolderThatMayNotBeWrittenFailsClean() throws Exception {
    Path output = writableByAll("out");
    Path reports = Files.createDirectory(output.resolve("_parquetry"));
    Files.setPosixFilePermissions(reports, PosixFilePermissions.fromString("r-xr-xr-x"));
    Ended run = convert(output);
    assertThat(run.exitCode()).as(run.text()).isNotIn(0, 1, 70);
    assertThat(run.text()).contains(reports.toString()).doesNotContain("\tat ");
    assertThat(output.resolve("merged-parquet-2025-12-23/_SUCCESS")).doesNotExist();
  }

  private Path writableByAll(String name) throws IOException {
    Path created = Files.createDirectory(folder.resolve(name));
    return Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** As a user whom permissions bind, which root is not. */
  private Ended convert(Path output) throws Exception {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(
        List.of(
            HOME + "/bin/parquetry", "convert", "--manifest=" + manifest, "--output=" + output));
    Path text = Files.createTempFile("local-faults", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(text.toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(text, StandardCharsets.UTF_8));
    } finally {
      Files.delete(text);
    }
  }

  private static int command(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }
}
