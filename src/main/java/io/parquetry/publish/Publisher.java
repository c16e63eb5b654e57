/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.plan.PlanDocument;
import io.parquetry.pipeline.write.DateFolders;
import io.parquetry.pipeline.write.PartFooter;
import io.parquetry.pipeline.write.PartSink;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The verb publish: decides when the run counts as done. Each step can be repeated, and nothing is
 * published unless all that was written adds up with all that was read.
 */
public final class Publisher {
  /** Tells readers that a folder is complete. */
  private static final String MARKER = "_SUCCESS";

  private final Run run;

  /** Publishes a run, or completes what a crash has left of publishing it. */
  public Publisher(Run run) {
    this.run = run;
  }

  /**
   * Publishes a run.
   *
   * @param committed the files that were committed by the attempt that won
   * @throws ParquetryException a {@link FailureKind#VERIFICATION} failure where sums differ
   */
  void publish(Collection<Location> committed) throws IOException {
    Instant publishing = Instant.now();
    ObjectNode plan = PlanDocument.read(run);
    List<WrittenFile> files = open(committed);
    check(plan, files);
    removeStrays(files);
    Storage.write(RunReport.location(run), RunReport.published(run, plan, files, publishing));
    mark();
  }

  /** Writes the markers of a run whose report is there; repeats the last step after a crash. */
  public void mark() throws IOException {
    for (Location folder : dateFolders()) {
      Location marker = folder.child(MARKER);
      if (Storage.find(marker).isEmpty()) {
        Storage.write(marker, new byte[0]);
      }
    }
  }

  private List<WrittenFile> open(Collection<Location> committed) throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    for (Location location : committed) {
      PartFooter footer;
      try {
        footer = PartFooter.read(location);
      } catch (IOException e) {
        throw ParquetryException.at(
            FailureKind.VERIFICATION,
            location.toString(),
            "was committed but cannot be opened: "
                + e.getMessage()
                + "; nothing is published,"
                + " run again",
            e);
      }
      if (!run.id().equals(footer.run())) {
        throw ParquetryException.at(
            FailureKind.VERIFICATION,
            location.toString(),
            "expected a file of run " + run.id() + ", found one of " + footer.run());
      }
      files.add(new WrittenFile(location, footer));
    }
    files.sort(WrittenFile.BY_PART);
    return files;
  }

  /** Rows of the footers against rows of the plan, part by part; lines against their sum. */
  private void check(ObjectNode plan, List<WrittenFile> files) {
    TreeMap<Integer, Long> rowsOfPart = new TreeMap<>();
    files.forEach(file -> rowsOfPart.merge(file.footer().part(), file.footer().rows(), Long::sum));
    for (JsonNode part : plan.get("parts")) {
      long expected = part.get("rows").asLong();
      Long found = rowsOfPart.remove(part.get("part").asInt());
      if (expected != (found == null ? 0 : found)) {
        throw mismatch("part " + part.get("part").asInt(), expected + " rows", found + " rows");
      }
    }
    if (!rowsOfPart.isEmpty()) {
      throw mismatch("the output", "the parts of the plan", "further parts " + rowsOfPart.keySet());
    }
    for (JsonNode file : plan.get("files")) {
      long lines = file.get("lines").asLong();
      long sum = file.get("rows").asLong() + file.get("blank").asLong() + file.get("bad").asLong();
      if (lines != sum) {
        throw mismatch(file.get("uri").asText(), lines + " lines", sum + " accounted for");
      }
    }
  }

  private static ParquetryException mismatch(String where, String expected, String found) {
    return ParquetryException.at(
        FailureKind.VERIFICATION,
        where,
        "what was written does not add up with what was read: expected "
            + expected
            + ", found "
            + found
            + "; nothing is published. Please report this with plan.json of the run");
  }

  /** Files of this run that another attempt left, visible or hidden. */
  private void removeStrays(List<WrittenFile> files) throws IOException {
    Set<Location> counted = new HashSet<>();
    files.forEach(file -> counted.add(file.location()));
    String prefix = PartSink.filePrefix(run.id());
    for (Location folder : dateFolders()) {
      for (StoredObject object : Storage.children(folder)) {
        String name = object.location().name();
        boolean ours = name.startsWith(prefix) || name.startsWith("." + prefix);
        if (ours && !counted.contains(object.location())) {
          Storage.delete(object.location());
        }
      }
    }
  }

  private Set<Location> dateFolders() {
    Set<String> names = new TreeSet<>();
    for (InputFile file : run.files()) {
      names.add(DateFolders.name(file.date()));
    }
    Set<Location> folders = new HashSet<>();
    names.forEach(name -> folders.add(run.output().child(name)));
    return folders;
  }
}
