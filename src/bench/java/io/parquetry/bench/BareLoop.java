/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;
import io.parquetry.pipeline.stringify.PartLines;
import io.parquetry.pipeline.stringify.Quarantine;
import io.parquetry.pipeline.stringify.RowStringifier;
import io.parquetry.pipeline.write.PartWriters;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.flink.table.data.RowData;

/**
 * The limit for the job: the same scanner, stringifier and writer on the same plan, in plain loops,
 * a thread for each lane. No Flink job, no commit, no report.
 *
 * <p>{@code BareLoop MANIFEST OUTPUT-FOLDER THREADS} prints the milliseconds from the end of
 * collecting, where the job would begin, to its own end.
 */
public final class BareLoop {
  private final PlannedInput input;
  private final Path output;

  private BareLoop(PlannedInput input, Path output) {
    this.input = input;
    this.output = output;
  }

  /** Converts the files of a manifest. */
  public static void main(String[] arguments) throws Exception {
    Path output = Files.createDirectories(Path.of(arguments[1]));
    try (Threads threads = new Threads(Integer.parseInt(arguments[2]))) {
      PlannedInput input = PlannedInput.of(Path.of(arguments[0]), output, threads);
      threads.all(new BareLoop(input, output).lanes(threads.count()));
      System.out.println("net_ms " + (System.nanoTime() - input.collectedAtNanos()) / 1_000_000);
    }
  }

  private List<Callable<Void>> lanes(int count) {
    List<Callable<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int lane = i;
      List<PartPlan> parts =
          input.parts().stream().filter(part -> part.lane() == lane).collect(Collectors.toList());
      lanes.add(
          () -> {
            // As each task of the job has its own.
            PartWriters writers =
                new PartWriters(
                    input.run().id(),
                    input.run().attempt(),
                    input.options().write().compression(),
                    input.options().plan().targetFileBytes(),
                    input.run().output());
            for (PartPlan part : parts) {
              write(part, writers);
            }
            return null;
          });
    }
    return lanes;
  }

  private void write(PartPlan part, PartWriters writers) throws IOException {
    DiscoverOptions discover = input.options().discover();
    PartLines lines = new PartLines(part, discover);
    RowStringifier stringifier = new RowStringifier(part, input.run().timestamp());
    File file = output.resolve("part-" + part.index() + ".parquet").toFile();
    try (FSDataOutputStream out = new LocalDataOutputStream(file)) {
      BulkWriter<RowData> writer = writers.create(out);
      for (PlannedRange range : part.ranges()) {
        lines.read(
            range,
            lines.open(range),
            Quarantine.none(),
            line -> writer.addElement(stringifier.row(line)));
      }
      writer.finish();
    }
  }
}
