/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.write.DateFolders;
import io.parquetry.pipeline.write.PartNames;
import io.parquetry.storage.Location;
import io.parquetry.storage.OpenUploads;
import io.parquetry.storage.OpenUploads.OpenUpload;
import io.parquetry.storage.Requests;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What attempts leave that does not count: visible and hidden part files, plans, quarantine, and on
 * S3 open uploads.
 */
public final class Leavings {
  /** Plans, counts and quarantine files: the attempt is in their names. */
  private static final Pattern OF_ATTEMPT =
      Pattern.compile("(?:plan-|counts-)?((\\d{1,9})-[0-9a-f]{8})[-.].*", Pattern.DOTALL);

  private static final Logger LOG = LoggerFactory.getLogger(Leavings.class);

  private final Location output;

  /** What was left in an output folder. */
  public Leavings(Location output) {
    this.output = output;
  }

  /** Removes what all attempts at a run have left up to the generation of its record. */
  void removeBehind(PublishRecord record, Iterable<Location> folders) throws IOException {
    Set<Location> counted = counted(record);
    String run = record.report().get("run").asText();
    Predicate<PartNames> behind =
        name -> name.run().equals(run) && name.generation() <= record.generation();
    abortUploads(behind);
    for (Location folder : folders) {
      removeParts(folder, behind, counted);
    }
    for (StoredObject object : ofAttempts(record.location().parent())) {
      Matcher name = OF_ATTEMPT.matcher(object.location().name());
      if (name.matches()
          && Integer.parseInt(name.group(2)) <= record.generation()
          && !counted.contains(object.location())) {
        Storage.delete(object.location());
      }
    }
  }

  /** Removes the part files of an attempt that has lost. */
  void removeAttempt(Run run) throws IOException {
    Predicate<PartNames> ofAttempt =
        name -> name.run().equals(run.id()) && name.attempt().equals(run.attempt());
    abortUploads(ofAttempt);
    for (Location folder : folders(run)) {
      removeParts(folder, ofAttempt, Set.of());
    }
  }

  /** The folders that an attempt writes to. */
  List<Location> folders(Run run) {
    Set<String> names = new TreeSet<>();
    run.files().forEach(file -> names.add(DateFolders.name(file.date())));
    return names.stream().map(output::child).collect(Collectors.toList());
  }

  /** An upload that is open could be completed by an attempt that is still going on. */
  private void abortUploads(Predicate<PartNames> unwanted) {
    try {
      for (OpenUpload upload : OpenUploads.below(output)) {
        if (PartNames.of(upload.location().name()).filter(unwanted).isPresent()) {
          OpenUploads.abort(upload);
        }
      }
    } catch (IOException | ParquetryException e) {
      // It takes permissions of its own, and what is published does not hang on it.
      LOG.warn("open uploads below {} stay: {}", Excerpt.whole(output.toString()), e.toString());
    }
  }

  /**
   * The files in a folder that readers see and no record counts: of an attempt that is going on, or
   * of one that is dead.
   */
  List<Location> uncounted(Location folder) throws IOException {
    Map<String, List<Location>> visible = new TreeMap<>();
    for (StoredObject object : Storage.children(folder)) {
      Optional<PartNames> name = PartNames.of(object.location().name());
      if (name.isPresent() && name.get().visible()) {
        visible.computeIfAbsent(name.get().run(), run -> new ArrayList<>()).add(object.location());
      }
    }
    List<Location> uncounted = new ArrayList<>();
    visible.values().forEach(uncounted::addAll);
    Requests.all(List.copyOf(visible.keySet()), this::counted).forEach(uncounted::removeAll);
    return uncounted;
  }

  /** Whether there are files that readers see, and records count all of them. */
  boolean showsCountedOnly(Location folder) throws IOException {
    boolean any =
        Storage.children(folder).stream()
            .map(object -> PartNames.of(object.location().name()))
            .anyMatch(name -> name.filter(PartNames::visible).isPresent());
    return any && uncounted(folder).isEmpty();
  }

  private void removeParts(Location folder, Predicate<PartNames> unwanted, Set<Location> counted)
      throws IOException {
    for (StoredObject object : Storage.children(folder)) {
      Location location = object.location();
      if (!counted.contains(location)
          && PartNames.of(location.name()).filter(unwanted).isPresent()) {
        Storage.delete(location);
      }
    }
  }

  /**
   * Everything in the output folder that was left and is older than an instant; nothing that is
   * published. An attempt that is still going on has such files too, so the instant must lie before
   * it began.
   */
  public List<StoredObject> before(Instant instant) throws IOException {
    // The files first: one that is published meanwhile is in the record that is read later.
    List<StoredObject> found = new ArrayList<>();
    for (StoredObject folder : Storage.children(output)) {
      if (folder.folder() && folder.location().name().startsWith(DateFolders.name(""))) {
        found.addAll(Storage.children(folder.location()));
      }
    }
    for (StoredObject folder : Storage.children(output.child(Run.FOLDER))) {
      if (folder.folder()) {
        found.addAll(ofAttempts(folder.location()));
      }
    }
    // A run is as old as the youngest of its objects: it may have been going on for days.
    Set<String> young = new HashSet<>();
    for (StoredObject object : found) {
      if (object.modificationTime() >= instant.toEpochMilli()) {
        runOf(object.location()).ifPresent(young::add);
      }
    }
    Map<String, Set<Location>> counted = new HashMap<>();
    List<StoredObject> left = new ArrayList<>();
    for (StoredObject object : found) {
      Optional<String> run = runOf(object.location());
      if (run.isPresent() && !young.contains(run.get())) {
        if (!counted.containsKey(run.get())) {
          counted.put(run.get(), counted(run.get()));
        }
        if (!counted.get(run.get()).contains(object.location())) {
          left.add(object);
        }
      }
    }
    return left;
  }

  /** Open uploads of part files that were begun before an instant. */
  public List<OpenUpload> uploadsBefore(Instant instant) throws IOException {
    List<OpenUpload> uploads = new ArrayList<>(OpenUploads.below(output));
    uploads.removeIf(
        upload ->
            !upload.begun().isBefore(instant) || PartNames.of(upload.location().name()).isEmpty());
    return uploads;
  }

  /** The run that a part file, a plan or a quarantine file belongs to; empty for all else. */
  private static Optional<String> runOf(Location location) {
    Optional<PartNames> part = PartNames.of(location.name());
    if (part.isPresent()) {
      return part.map(PartNames::run);
    }
    boolean temporary = Storage.isTemporary(location);
    if (!temporary && !OF_ATTEMPT.matcher(location.name()).matches()) {
      return Optional.empty();
    }
    Location folder = location.parent();
    return Optional.of(folder.name().equals("quarantine") ? folder.parent().name() : folder.name());
  }

  private Set<Location> counted(String run) throws IOException {
    Optional<PublishRecord> record = PublishRecord.latest(output.child(Run.FOLDER + "/" + run));
    return record.isPresent() ? counted(record.get()) : Set.of();
  }

  private Set<Location> counted(PublishRecord record) {
    Set<Location> counted = new HashSet<>(record.files(output));
    Location folder = record.location().parent();
    counted.add(folder.child("plan-" + record.attempt() + ".json"));
    for (JsonNode name : record.report().get("quarantine")) {
      counted.add(folder.child("quarantine/" + name.asText()));
    }
    return counted;
  }

  private static List<StoredObject> ofAttempts(Location runFolder) throws IOException {
    List<StoredObject> objects = new ArrayList<>(Storage.children(runFolder));
    objects.addAll(Storage.children(runFolder.child("quarantine")));
    objects.removeIf(StoredObject::folder);
    return objects;
  }
}
