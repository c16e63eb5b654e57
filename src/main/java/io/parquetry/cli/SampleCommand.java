/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.config.ByteSize;
import io.parquetry.config.Problems;
import io.parquetry.sample.SampleData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes input to try the program on. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    description = "Makes NDJSON files with made-up events, and a manifest that names them.")
final class SampleCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--folder", required = true, description = "A local folder to write to.")
  private Path folder;

  @Option(
      names = "--files",
      defaultValue = "20",
      description = "How many files. Default: ${DEFAULT-VALUE}.")
  private int files;

  @Option(
      names = "--size",
      defaultValue = "20MB",
      converter = ByteSize.class,
      description = "Bytes of all files together, about. Default: ${DEFAULT-VALUE}.")
  private long size;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same bytes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--day",
      defaultValue = "2025-12-23",
      description = "The date in the file names. Default: ${DEFAULT-VALUE}.")
  private LocalDate day;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    problems.unless(
        files >= 1 && files <= 100_000, "--files", "expected 1 to 100000, found " + files);
    problems.throwIfAny();
    Path manifest = SampleData.write(folder, files, size, seed, day);
    spec.commandLine().getOut().println(manifest);
    return 0;
  }
}
