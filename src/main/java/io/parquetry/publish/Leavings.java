/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.write.DateFolders;
import io.parquetry.pipeline.write.PartNames;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What attempts leave that do not count: visible and hidden part files, plans, quarantine. */
final class Leavings {
  private static final String PLAN = "plan-";

  private final Location output;

  /** What was left in an output folder. */
  Leavings(Location output) {
    this.output = output;
  }

  /** Removes what all attempts at a run have left up to the generation of its record. */
  void removeBehind(PublishRecord record, Iterable<Location> folders) throws IOException {
    Set<Location> counted = counted(record);
    String run = record.report().get("run").asText();
    for (Location folder : folders) {
      removeParts(
          folder,
          name -> name.run().equals(run) && name.generation() <= record.generation(),
          counted);
    }
    Set<String> quarantined = new HashSet<>();
    record.report().get("quarantine").forEach(name -> quarantined.add(name.asText()));
    Location folder = record.location().parent();
    for (StoredObject object : Storage.children(folder.child("quarantine"))) {
      String name = object.location().name();
      if (generation(name, "") <= record.generation() && !quarantined.contains(name)) {
        Storage.delete(object.location());
      }
    }
    for (StoredObject object : Storage.children(folder)) {
      String name = object.location().name();
      boolean plan = generation(name, PLAN) <= record.generation();
      if (plan && !name.startsWith(PLAN + record.attempt())) {
        Storage.delete(object.location());
      }
    }
  }

  /** The generation that a name tells behind a beginning; very high where it tells none. */
  private static int generation(String name, String beginning) {
    String rest = name.startsWith(beginning) ? name.substring(beginning.length()) : "";
    int dash = rest.indexOf('-');
    try {
      return dash < 0 ? Integer.MAX_VALUE : Integer.parseInt(rest.substring(0, dash));
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static Set<Location> counted(PublishRecord record) {
    Set<Location> counted = new HashSet<>();
    for (JsonNode file : record.report().get("output_files")) {
      counted.add(Location.parse(file.get("path").asText()));
    }
    return counted;
  }

  /** Removes the part files of an attempt that has lost. */
  void removeAttempt(Run run) throws IOException {
    Set<String> folders = new TreeSet<>();
    for (InputFile file : run.files()) {
      folders.add(DateFolders.name(file.date()));
    }
    for (String folder : folders) {
      removeParts(
          output.child(folder),
          name -> name.run().equals(run.id()) && name.attempt().equals(run.attempt()),
          Set.of());
    }
  }

  private void removeParts(Location folder, Predicate<PartNames> unwanted, Set<Location> counted)
      throws IOException {
    for (StoredObject object : Storage.children(folder)) {
      String name = object.location().name();
      boolean counts = counted.contains(object.location());
      if (!counts && PartNames.of(name).filter(unwanted).isPresent()) {
        Storage.delete(object.location());
      }
    }
  }
}
