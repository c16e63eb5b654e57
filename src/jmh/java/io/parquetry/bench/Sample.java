/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.sample.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One file of made-up events, planned as one part. */
@State(Scope.Benchmark)
public class Sample {
  /** Of the file, about. */
  private static final long BYTES = 8 << 20;

  private Path folder;
  private PlannedInput planned;
  private byte[] text;
  private long lines;

  /** What one call has done, which JMH turns into so much a second. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Done {
    /** Rows, one for each line. */
    public long rows;

    /** Bytes of input. */
    public long bytes;

    /** Adds the whole sample. */
    public void add(Sample sample) {
      rows += sample.lines;
      bytes += sample.text.length;
    }
  }

  /** Makes it. */
  @Setup
  public void make() throws Exception {
    folder = Files.createTempDirectory("bench");
    Path manifest = SampleData.write(folder, 1, BYTES, 1, LocalDate.of(2025, 12, 23));
    try (Stream<Path> files = Files.list(folder.resolve("input"));
        Threads threads = new Threads(1)) {
      text = Files.readAllBytes(files.findFirst().orElseThrow());
      planned = PlannedInput.of(manifest, folder.resolve("output"), threads);
    }
    lines = part().rows();
  }

  /** Removes it. */
  @TearDown
  public void remove() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The file. */
  public byte[] text() {
    return text;
  }

  /** The part that holds all of it. */
  public PartPlan part() {
    return planned.parts().get(0);
  }

  /** All defaults. */
  public DiscoverOptions options() {
    return planned.options().discover();
  }

  /** The plan and the run it belongs to. */
  public PlannedInput planned() {
    return planned;
  }
}
