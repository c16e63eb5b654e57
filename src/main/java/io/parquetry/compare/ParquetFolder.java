/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.publish.RunState;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Parquet files of a folder that count: those of published runs, where Parquetry has published
 * some here, else all whose names end in {@code .parquet}. What begins with {@code _} or {@code .}
 * is passed over, as Spark does.
 */
final class ParquetFolder {
  private final List<StoredObject> files = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ParquetFolder() {}

  /** Looks into a folder; a single file is a folder of its own. */
  static ParquetFolder find(Location given) throws IOException {
    ParquetFolder found = new ParquetFolder();
    Location folder = given.name().isEmpty() ? given.parent() : given;
    Optional<StoredObject> object = Storage.find(folder);
    if (object.isEmpty()) {
      found.problems.add("[" + folder + "] does not exist: expected a folder with Parquet files");
    } else if (!object.get().folder()) {
      found.files.add(object.get());
    } else {
      found.addBelow(folder);
    }
    return found;
  }

  private void addBelow(Location folder) throws IOException {
    Map<Location, StoredObject> there = new HashMap<>();
    for (StoredObject object : Storage.below(folder)) {
      if (shown(folder, object.location())) {
        there.put(object.location(), object);
        files.add(object);
      }
    }
    Location output = isOutput(folder) ? folder : folder.parent();
    List<PublishRecord> records = records(output);
    boolean published = output.equals(folder) || hasFolder(records, folder.name());
    if (published && !records.isEmpty()) {
      files.clear();
      for (PublishRecord record : records) {
        addPublished(record.files(output), folder, there);
      }
      if (!there.isEmpty()) {
        notes.add(
            there.size()
                + " other Parquet file(s) in "
                + folder
                + " are of no published run, and are passed over");
      }
    } else if (files.isEmpty()) {
      problems.add(
          "[" + folder + "] holds no file that ends in .parquet: expected an output of Parquet");
    }
  }

  private static boolean shown(Location folder, Location file) {
    String below = file.path().substring(folder.path().length());
    for (String part : below.split("/", -1)) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return false;
      }
    }
    return below.endsWith(".parquet");
  }

  private static boolean isOutput(Location folder) throws IOException {
    return !Storage.children(folder.child(Run.FOLDER)).isEmpty();
  }

  private static boolean hasFolder(List<PublishRecord> records, String name) {
    for (PublishRecord record : records) {
      for (JsonNode folder : record.report().get("folders")) {
        if (folder.asText().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<PublishRecord> records(Location output) throws IOException {
    List<PublishRecord> records = new ArrayList<>();
    for (RunState run : RunState.in(output)) {
      run.record().ifPresent(records::add);
    }
    return records;
  }

  private void addPublished(
      List<Location> published, Location folder, Map<Location, StoredObject> there) {
    for (Location now : published) {
      if (!folder.covers(now)) {
        continue;
      }
      StoredObject object = there.remove(now);
      if (object == null) {
        problems.add("[" + now + "] is published, but is not there: copy the whole output");
      } else {
        files.add(object);
      }
    }
  }

  /** The files, by name within each run. */
  List<StoredObject> files() {
    return files;
  }

  /** What is wrong. */
  List<String> problems() {
    return problems;
  }

  /** What the user should know. */
  List<String> notes() {
    return notes;
  }
}
