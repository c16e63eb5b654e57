/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Commands of the local distribution, each as a process of its own with the heap it has. */
public final class Distribution {
  /** Where it lies. */
  public static final Path HOME = Path.of(System.getProperty("parquetry.distribution"));

  private static final int PATIENCE_SECONDS = 180;

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();
  private Path workingFolder;

  /** What a process left when it had ended; {@code text} is all that it printed. */
  public record Ended(int exitCode, String text) {
    /** Holds it to an exit code. */
    public Ended with(int expected) {
      assertThat(exitCode).as(text).isEqualTo(expected);
      return this;
    }
  }

  /** A process that still runs. */
  record Running(Process process, Path text) {
    Ended end() throws IOException, InterruptedException {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String printed = Files.readString(text, StandardCharsets.UTF_8);
      assertThat(ended).as("it ends; so far: %s", printed).isTrue();
      return new Ended(process.exitValue(), printed);
    }
  }

  /** Commands that print to files in this folder. */
  public Distribution(Path folder) {
    this.folder = folder;
  }

  /** Sets a variable of the environment of all processes to come. */
  public Distribution with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Sets the folder in which all processes to come are started; else it is this one's. */
  public Distribution in(Path workingFolder) {
    this.workingFolder = workingFolder;
    return this;
  }

  /** Runs a command to its end, however it ends. */
  public Ended run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  /** Starts a command. */
  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HOME + "/bin/parquetry");
    command.addAll(List.of(arguments));
    Path text = Files.createTempFile(folder, "printed", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    if (workingFolder != null) {
      builder.directory(workingFolder.toFile());
    }
    return new Running(builder.redirectOutput(text.toFile()).start(), text);
  }
}
