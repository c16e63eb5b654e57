/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.Excerpt;
import io.parquetry.publish.RunState;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the runs of an output folder. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    description = {
      "Lists the runs of an output folder, the latest last.",
      "A run that is not published is going on, or has failed or was killed; convert its manifest"
          + " again, or see parquetry clean."
    })
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "The output folder.")
  private String output;

  @Mixin private FileSystemOptions fileSystems = new FileSystemOptions();

  @Override
  public Integer call() throws IOException {
    fileSystems.load();
    PrintWriter out = spec.commandLine().getOut();
    List<RunState> runs = RunState.in(Location.ofOption("--output", output));
    out.printf(
        Locale.ROOT,
        "%-16s  %-11s  %-20s  %9s  %14s  %8s  %5s  %16s  %s%n",
        "run",
        "status",
        "ended",
        "seconds",
        "rows",
        "bad",
        "parts",
        "bytes",
        "manifest");
    for (RunState run :
        runs.stream()
            .sorted(Comparator.comparingLong(RunState::lastChange))
            .collect(Collectors.toList())) {
      if (run.record().isPresent()) {
        printPublished(run.record().get().report(), out);
      } else {
        out.printf(
            "%-16s  %-11s  %s%n",
            Excerpt.whole(run.id()),
            "unpublished",
            run.lastChange() == 0 ? "-" : seconds(run.lastChange()));
      }
    }
    out.flush();
    return 0;
  }

  private static void printPublished(ObjectNode report, PrintWriter out) {
    JsonNode totals = report.get("totals");
    out.printf(
        Locale.ROOT,
        "%-16s  %-11s  %-20s  %,9.1f  %,14d  %,8d  %5d  %,16d  %s%n",
        Excerpt.whole(report.get("run").asText()),
        "published",
        seconds(Instant.parse(report.get("end_time").asText()).toEpochMilli()),
        report.get("stages").get("total_ms").asLong() / 1000.0,
        totals.get("rows").asLong(),
        totals.get("bad").asLong(),
        totals.get("output_files").asLong(),
        totals.get("output_bytes").asLong(),
        Excerpt.whole(report.get("manifest").asText()));
  }

  private static Instant seconds(long milliseconds) {
    return Instant.ofEpochMilli(milliseconds).truncatedTo(ChronoUnit.SECONDS);
  }
}
