/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.config.Program;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's commands, and how each of them ends. */
@Command(
    name = "parquetry",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    description = "NDJSON in, Parquet out: one bounded Flink job.",
    subcommands = {
      ConvertCommand.class,
      CompareCommand.class,
      RunsCommand.class,
      CleanCommand.class,
      HeadCommand.class,
      SampleCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done; 1 outputs differ; the others are listed in src/docs/failures.md.",
      "Try: parquetry convert --help"
    })
public final class ParquetryCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** The error that was printed; without one only {@code compare} ends otherwise than with 0. */
  private String told = "the outputs differ; what was printed tells how";

  /** Runs a command; ends the process where it is ours. */
  public static void main(String[] args) {
    ParquetryCommand program = new ParquetryCommand();
    int exitCode = program.run(args);
    if (embedded()) {
      // Also after success: clients of S3 keep threads for a minute.
      System.exit(exitCode);
    }
    if (exitCode == 0) {
      return;
    }
    // Who has called by REST sees nothing else.
    throw new IllegalStateException(program.told);
  }

  /** Runs a command; gives the exit code. */
  public static int execute(String... args) {
    return new ParquetryCommand().run(args);
  }

  private int run(String... given) {
    // Made while the logging starts, which asking for Flink's version begins and takes as long.
    // With another Flink it may fail, which then nobody asks for.
    CompletableFuture<CommandLine> commandLine =
        CompletableFuture.supplyAsync(
            this::makeCommandLine, work -> new Thread(work, "command-line").start());
    try {
      FlinkVersion.check(EnvironmentInformation.getVersion());
    } catch (ParquetryException e) {
      return explain(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
    CommandLine commands = commandLine.join();
    String[] args =
        GlueArguments.translated(
            given, warning -> commands.getErr().println("parquetry: warning: " + warning));
    try {
      Optional<ApplicationProperties> properties = ApplicationProperties.find();
      if (given.length == 0 && properties.isPresent()) {
        // Managed Flink has no arguments to give.
        args = new String[] {"convert"};
      }
      OptionSources.of(args, System.getenv(), properties).applyTo(commands);
    } catch (ParquetryException e) {
      return explain(e, commands.getErr());
    }
    try {
      return commands.execute(args);
    } catch (Error e) {
      if (!embedded()) {
        // Flink's own way to leave main when it only asks for the plan.
        throw e;
      }
      // Else the JVM would end with 1, which says that two outputs differ.
      return explain(Failures.explainOf(this, e), commands.getErr());
    }
  }

  /** The command line; nothing in it may log before the logging has started. */
  private CommandLine makeCommandLine() {
    CommandLine commands = new CommandLine(this);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpAutoWidth(true);
    commands.setParameterExceptionHandler(this::explainUsage);
    commands.setExecutionExceptionHandler(this::explainFailure);
    return commands;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** Whether this process is ours, with Flink embedded in it. */
  static boolean embedded() {
    return StreamExecutionEnvironment.getExecutionEnvironment() instanceof LocalStreamEnvironment;
  }

  private int explainUsage(ParameterException thrown, String[] args) {
    CommandLine command = thrown.getCommandLine();
    List<String> unknown = command.getUnmatchedArguments();
    // A misspelt option is more likely the cause than the one that is missing because of it.
    ParameterException e =
        unknown.isEmpty() ? thrown : new UnmatchedArgumentException(command, unknown);
    PrintWriter err = command.getErr();
    told = "parquetry: error (USAGE, exit code 2): " + Excerpt.lines(e.getMessage());
    err.println(told);
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return FailureKind.USAGE.exitCode();
  }

  private int explainFailure(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!embedded() && e instanceof org.apache.flink.util.FlinkRuntimeException) {
      // How Flink tells its own client that main has handed over its job; not ours to hold.
      throw e;
    }
    return explain(Failures.explainOf(command.getCommand(), e), command.getErr());
  }

  private int explain(ParquetryException e, PrintWriter err) {
    FailureKind kind = e.kind();
    told =
        String.format(
            "parquetry: error (%s, exit code %d): %s",
            kind, kind.exitCode(), Excerpt.lines(e.getMessage()));
    err.println(told);
    if (kind == FailureKind.INTERNAL) {
      err.println(Excerpt.lines(ExceptionUtils.stringifyException(e)));
    }
    return kind.exitCode();
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "parquetry " + Program.version() + " (" + Program.revision() + ")",
        "Flink " + EnvironmentInformation.getVersion()
      };
    }
  }
}
