/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import io.parquetry.pipeline.ConvertOptions;
import io.parquetry.pipeline.collect.Collected;
import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.ProfileFormat;
import io.parquetry.pipeline.discover.RangeEnumerator;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.Planner;
import io.parquetry.pipeline.write.SampleEncoder;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import picocli.CommandLine;

/** The first three verbs, with the job's own code and no Flink job: collect, discover, plan. */
public final class PlannedInput {
  private final ConvertOptions options;
  private final Run run;
  private final List<PartPlan> parts;
  private final long collectedAtNanos;

  private PlannedInput(
      ConvertOptions options, Run run, List<PartPlan> parts, long collectedAtNanos) {
    this.options = options;
    this.run = run;
    this.parts = parts;
    this.collectedAtNanos = collectedAtNanos;
  }

  /**
   * Reads all files of a manifest and plans their parts, as convert would by default.
   *
   * @param threads so many ranges are read at once, and so many writers the parts are for
   */
  public static PlannedInput of(Path manifest, Path output, Threads threads) throws Exception {
    ConvertOptions options = new ConvertOptions();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--manifest", manifest.toString(), "--output", output.toString());
    Location target = Location.ofOption("--output", output.toString());
    Location source = Location.ofOption("--manifest", manifest.toString());
    Collected collected = Collector.read(source, options.collect(), target).collect();
    Run run = Run.attempt(collected, target, Instant.now(), Map.of());
    long collectedAtNanos = System.nanoTime();
    Planner planner =
        new Planner(
            run.manifest(),
            run.files(),
            options.discover(),
            options.plan(),
            new SampleEncoder(
                options.discover(),
                options.write().compression(),
                options.plan().targetFileBytes()));
    List<RangeProfile> profiles =
        threads.all(discover(run, options)).stream()
            .flatMap(List::stream)
            .collect(Collectors.toList());
    List<PartPlan> parts = planner.plan(profiles, threads.count()).parts();
    return new PlannedInput(options, run, parts, collectedAtNanos);
  }

  private static List<Callable<List<RangeProfile>>> discover(Run run, ConvertOptions options) {
    ProfileFormat format = new ProfileFormat(run.id(), run.files(), options.discover());
    org.apache.flink.core.fs.Path[] paths =
        run.files().stream()
            .map(InputFile::location)
            .map(Storage::path)
            .toArray(org.apache.flink.core.fs.Path[]::new);
    List<Callable<List<RangeProfile>>> tasks = new ArrayList<>();
    for (FileSourceSplit split : splits(run, options, paths)) {
      tasks.add(() -> profiles(format, split));
    }
    return tasks;
  }

  private static List<RangeProfile> profiles(ProfileFormat format, FileSourceSplit split)
      throws IOException {
    List<RangeProfile> profiles = new ArrayList<>();
    try (BulkFormat.Reader<RangeProfile> reader = format.createReader(new Configuration(), split)) {
      BulkFormat.RecordIterator<RangeProfile> batch;
      while ((batch = reader.readBatch()) != null) {
        profiles.add(batch.next().getRecord());
      }
    }
    return profiles;
  }

  private static Iterable<FileSourceSplit> splits(
      Run run, ConvertOptions options, org.apache.flink.core.fs.Path[] paths) {
    try {
      return RangeEnumerator.provider(run.files(), options.plan().rangeBytes())
          .create()
          .enumerateSplits(paths, 1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The options, all of them defaults. */
  public ConvertOptions options() {
    return options;
  }

  /** The attempt that would write the parts. */
  public Run run() {
    return run;
  }

  /** When collecting was done, by {@link System#nanoTime}; the job begins there too. */
  public long collectedAtNanos() {
    return collectedAtNanos;
  }

  /** The parts, each with the lane it goes to. */
  public List<PartPlan> parts() {
    return parts;
  }
}
