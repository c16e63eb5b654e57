/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.ConvertJob;
import io.parquetry.pipeline.ConvertOptions;
import io.parquetry.pipeline.collect.Collected;
import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.publish.Publisher;
import io.parquetry.publish.RunReport;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Merges the NDJSON files of a manifest into Parquet. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    sortOptions = false,
    description = {
      "Merges the NDJSON files that a manifest names into few Parquet files whose columns are all"
          + " text.",
      ""
    },
    footer = {
      "",
      "Every option can also be given in the environment (--target-file-size as"
          + " PARQUETRY_TARGET_FILE_SIZE) or in the file that --config names (target-file-size ="
          + " 64MB); the command line is strongest, then the environment, then the file."
    })
final class ConvertCommand implements Callable<Integer> {
  /** They name places or ways, and leave the rows and columns of the output as they are. */
  private static final Set<String> NOT_SHAPING =
      Set.of("--manifest", "--output", "--config", "--parallelism", "--quiet", "--allow");

  @Spec private CommandSpec spec;
  @Mixin private ConvertOptions options = new ConvertOptions();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "Options of the embedded Flink, such as -Ds3.endpoint=http://127.0.0.1:9000.")
  private Map<String, String> flink = new TreeMap<>();

  @Option(
      names = "--quiet",
      description = "No plan, no progress and no summary; warnings and errors only.")
  private boolean quiet;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with options, without their dashes.")
  @SuppressWarnings("UnusedVariable") // Read by OptionSources, before all others.
  private String config;

  @Option(
      names = "--show-config",
      description = "Print each option with its value and where it came from, and do nothing.")
  private boolean showConfig;

  @Override
  public Integer call() throws Exception {
    final Instant start = Instant.now();
    options.check();
    Map<String, String[]> described = sources().describe(spec);
    if (showConfig) {
      described.forEach(
          (name, value) ->
              spec.commandLine()
                  .getOut()
                  .printf(
                      "%-24s %-40s %s%n",
                      Excerpt.whole(name),
                      value[0] == null ? "-" : Excerpt.whole(value[0]),
                      Excerpt.whole(value[1])));
      return 0;
    }
    StreamExecutionEnvironment cluster = StreamExecutionEnvironment.getExecutionEnvironment();
    boolean embedded = ParquetryCommand.embedded();
    EmbeddedFlink embeddedFlink = embedded ? EmbeddedFlink.configure(flink) : null;
    Location output = Location.ofOption("--output", options.write().output());
    checkOutput(output);
    Collected collected = Collector.collect(options.collect(), output);
    Run run = new Run(collected, output, start, shaping(described), plain(described));
    collected.warnings().forEach(warning -> say("warning: " + warning));
    Optional<ObjectNode> published = RunReport.ofPublished(run);
    if (published.isPresent()) {
      return alreadyPublished(run, published.get(), embedded, cluster);
    }
    if (embedded) {
      int tasks = options.parallelism(Runtime.getRuntime().availableProcessors());
      embeddedFlink.run(run, new ConvertJob(run, options, tasks), tasks, !quiet);
      summarize(run);
    } else {
      int tasks = options.parallelism(cluster.getParallelism());
      new ConvertJob(run, options, tasks).build(cluster);
      cluster.execute("parquetry convert " + run.id());
    }
    return 0;
  }

  private OptionSources sources() {
    return (OptionSources) spec.defaultValueProvider();
  }

  private static void checkOutput(Location output) throws IOException {
    Optional<StoredObject> there = Storage.find(output);
    if (there.isPresent() && !there.get().folder()) {
      throw ParquetryException.at(
          FailureKind.OUTPUT, output.toString(), "is a file: expected a folder or nothing");
    }
    if (output.local() && !OutputFolder.writable(output)) {
      throw ParquetryException.at(
          FailureKind.OUTPUT,
          output.toString(),
          "cannot be written by this user: choose another --output or give the permission");
    }
  }

  private int alreadyPublished(
      Run run, ObjectNode report, boolean embedded, StreamExecutionEnvironment cluster)
      throws Exception {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < run.files().size(); i++) {
      InputFile file = run.files().get(i);
      if (report.get("files").path(i).path("bytes").asLong() != file.length()) {
        changed.add(file.uri());
      }
    }
    if (!changed.isEmpty()) {
      say(
          "warning: files have changed their length since the run was published, which the output"
              + " does not show: "
              + String.join(", ", changed));
    }
    new Publisher(run).mark();
    say(
        "run "
            + run.id()
            + " of this manifest is already published in "
            + run.output()
            + "; nothing to do. To write it again, choose another --output or remove "
            + RunReport.location(run));
    if (!embedded) {
      // A cluster that was asked for a job treats none as an error.
      cluster.fromSequence(1, 1).sinkTo(new DiscardingSink<>());
      cluster.execute("parquetry convert " + run.id() + ": already published");
    }
    return 0;
  }

  private static Map<String, String> shaping(Map<String, String[]> described) {
    Map<String, String> shaping = new LinkedHashMap<>();
    described.forEach(
        (name, value) -> {
          if (value[0] != null && !NOT_SHAPING.contains(name) && !name.startsWith("-D")) {
            shaping.put(name, value[0]);
          }
        });
    return shaping;
  }

  private static Map<String, String> plain(Map<String, String[]> described) {
    Map<String, String> values = new LinkedHashMap<>();
    described.forEach(
        (name, value) -> {
          if (value[0] != null) {
            values.put(name, value[0]);
          }
        });
    return values;
  }

  private void summarize(Run run) throws IOException {
    if (!quiet) {
      RunReport.ofPublished(run)
          .ifPresent(report -> Summary.print(report, spec.commandLine().getOut()));
      spec.commandLine()
          .getOut()
          .println("report: " + Excerpt.whole(RunReport.location(run).toString()));
    }
  }

  private void say(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("parquetry: " + Excerpt.whole(sentence));
    err.flush();
  }
}
