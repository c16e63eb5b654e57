/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.flink.LogContext;
import io.parquetry.pipeline.ConvertJob;
import io.parquetry.pipeline.ConvertOptions;
import io.parquetry.pipeline.ConvertOptions.IfPublished;
import io.parquetry.pipeline.collect.Collected;
import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.publish.Completion;
import io.parquetry.publish.RunReport;
import io.parquetry.storage.FileSystemClaims;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.slf4j.MDC;
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
  /** With another value the output would be another. */
  private static final List<String> SHAPING =
      List.of(
          "--values",
          "--columns",
          "--max-line-size",
          "--max-depth",
          "--target-file-size",
          "--timestamp-column",
          "--source-column",
          "--compression");

  private static final int MOST_RUNS = 200;

  @Spec private CommandSpec spec;
  @Mixin private ConvertOptions options = new ConvertOptions();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "Options of the embedded Flink, such as -Ds3.endpoint=http://127.0.0.1:9000.")
  private Map<String, String> flink = new TreeMap<>();

  @Option(
      names = "--quiet",
      arity = "0..1",
      fallbackValue = "true",
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
  @SuppressWarnings("try") // Closing is all that the context of the log is for.
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
    FileSystemClaims.conflict(output).ifPresent(warning -> say("warning: " + warning));
    checkOutput(output);
    if (embedded) {
      convertHere(output, start, plain(described), embeddedFlink);
    } else {
      List<Run> runs = runsToDo(output, start, plain(described));
      try (MDC.MDCCloseable logged = LogContext.during(ConvertJob.ids(runs))) {
        submit(runs, cluster);
      }
    }
    return 0;
  }

  @SuppressWarnings("try") // Closing is all that the context of the log is for.
  private void convertHere(
      Location output, Instant start, Map<String, String> values, EmbeddedFlink embeddedFlink)
      throws Exception {
    int tasks = options.parallelism(Runtime.getRuntime().availableProcessors());
    StartingCluster starting = embeddedFlink.startToConvert(tasks);
    try {
      List<Run> runs = runsToDo(output, start, values);
      try (MDC.MDCCloseable logged = LogContext.during(ConvertJob.ids(runs))) {
        if (!runs.isEmpty()) {
          run(runs, embeddedFlink, starting);
        }
      }
    } finally {
      starting.endLater();
    }
  }

  private void run(List<Run> runs, EmbeddedFlink embeddedFlink, StartingCluster starting)
      throws Exception {
    embeddedFlink.run(runs, options, starting, !quiet);
    for (Run run : runs) {
      if (options.dryRun()) {
        say("run " + run.id() + ": nothing was written (--dry-run)");
      } else {
        summarize(run);
      }
    }
  }

  private void submit(List<Run> runs, StreamExecutionEnvironment cluster) throws Exception {
    int tasks = options.parallelism(cluster.getParallelism());
    for (Run run : runs) {
      new ConvertJob(run, options, tasks).build(cluster);
    }
    if (runs.isEmpty()) {
      // A cluster that was asked for a job treats none as an error.
      cluster.fromSequence(1, 1).sinkTo(new DiscardingSink<>());
    }
    cluster.execute(ConvertJob.name(runs));
  }

  /** One run for each manifest that is to be converted, as far as it is not published already. */
  @SuppressWarnings("try") // Closing is all that the context of the log is for.
  private List<Run> runsToDo(Location output, Instant start, Map<String, String> values)
      throws IOException {
    List<Location> manifests = Collector.manifests(options.collect());
    List<Run> runs = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Location manifest : manifests) {
      Collector collector = Collector.read(manifest, options.collect(), output);
      String id = collector.runId();
      try (MDC.MDCCloseable logged = LogContext.during(id)) {
        Optional<PublishRecord> record = PublishRecord.latest(Run.folder(output, id));
        if (!ids.add(id)) {
          say("warning: " + manifest + " is the same as another of the manifests; converted once");
        } else if (record.isEmpty() || options.ifPublished() == IfPublished.REPLACE) {
          Collected collected = collector.collect();
          collected.warnings().forEach(warning -> say("warning: " + warning));
          runs.add(Run.attempt(collected, output, start, values));
        } else {
          passOver(manifest, id, record.get(), output, manifests.size() == 1);
          differences(manifests.size() == 1 ? collector : null, values, record.get().report())
              .forEach(difference -> say("warning: " + difference));
        }
      }
    }
    if (runs.size() > MOST_RUNS) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          "--manifest",
          String.format(
              "%d manifests are not published yet: expected at most %d in one job; name fewer",
              runs.size(), MOST_RUNS));
    }
    return runs;
  }

  private void passOver(
      Location manifest, String id, PublishRecord record, Location output, boolean alone)
      throws IOException {
    if (options.ifPublished() == IfPublished.FAIL) {
      throw ParquetryException.at(
          FailureKind.PUBLISHED,
          manifest.toString(),
          "is published already (" + record.location() + "), and --if-published=fail");
    }
    Completion completion = new Completion(output, record);
    List<String> missing = completion.missing();
    if (!missing.isEmpty() && !alone) {
      // The older ones' files may have been taken away for good reasons.
      say("run " + id + " of " + manifest + " is already published; some of its files are gone");
      return;
    }
    if (!missing.isEmpty()) {
      throw ParquetryException.at(
          FailureKind.OUTPUT,
          record.location().toString(),
          "says that the manifest is published, but of its part files these are not there as they"
              + " were written: "
              + String.join(", ", missing)
              + "; --if-published=replace writes them again");
    }
    if (!options.dryRun()) {
      completion.complete();
    }
    say(
        "run "
            + id
            + " of "
            + manifest
            + " is already published in "
            + output
            + "; nothing to do (--if-published=replace writes it again)");
  }

  /**
   * What would come out otherwise if the run were not published already.
   *
   * @param input where to look for the files as they are now; null not to look
   */
  private static List<String> differences(
      Collector input, Map<String, String> values, ObjectNode report) throws IOException {
    List<String> differences = new ArrayList<>();
    String changed = input == null ? "" : changed(input, report);
    if (!changed.isEmpty()) {
      differences.add(
          "the input is not what it was when the run was published, which the output does not"
              + " show: "
              + changed);
    }
    List<String> options = new ArrayList<>();
    SHAPING.forEach(
        name -> {
          String then = report.get("options").path(name).asText(null);
          String now = values.get(name);
          if (!Objects.equals(then, now)) {
            options.add(name + " was " + then + " and is " + now);
          }
        });
    if (!options.isEmpty()) {
      differences.add("the run was published with other options: " + String.join(", ", options));
    }
    return differences;
  }

  private static String changed(Collector input, ObjectNode report) throws IOException {
    Map<String, JsonNode> published = new HashMap<>();
    report.get("files").forEach(file -> published.put(file.get("uri").asText(), file));
    List<InputFile> files;
    try {
      files = input.collect().files();
    } catch (ParquetryException e) {
      return Excerpt.whole(e.getMessage());
    }
    List<String> changed = new ArrayList<>();
    for (InputFile file : files) {
      JsonNode then = published.get(file.uri());
      boolean same =
          then != null
              && then.get("bytes").asLong() == file.length()
              && then.get("modified")
                  .asText()
                  .equals(Instant.ofEpochMilli(file.modificationTime()).toString());
      if (!same) {
        changed.add(file.uri());
      }
    }
    return changed.isEmpty() && files.size() != published.size()
        ? "files are gone"
        : String.join(", ", changed);
  }

  private OptionSources sources() {
    return (OptionSources) spec.defaultValueProvider();
  }

  private static void checkOutput(Location output) throws IOException {
    FileSystemClaims.checkOutput(output);
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
      PublishRecord record = PublishRecord.latest(run.folder()).orElseThrow();
      Summary.print(record.report(), spec.commandLine().getOut());
      spec.commandLine()
          .getOut()
          .println("report: " + Excerpt.whole(RunReport.location(record).toString()));
    }
  }

  private void say(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("parquetry: " + Excerpt.whole(sentence));
    err.flush();
  }
}
