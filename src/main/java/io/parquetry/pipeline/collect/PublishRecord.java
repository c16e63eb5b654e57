/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a run is published, and which files count: {@code published-<generation>.json} in the run's
 * folder. It holds the whole report, is created only if it is not there yet, and never changed; so
 * of several attempts at a generation one wins. The highest generation counts.
 */
public final class PublishRecord {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("published-(\\d{1,9})\\.json");

  private final Location location;
  private final int generation;
  private final ObjectNode report;

  private PublishRecord(Location location, int generation, ObjectNode report) {
    this.location = location;
    this.generation = generation;
    this.report = report;
  }

  /**
   * The record that counts; empty where the run has never been published.
   *
   * @throws ParquetryException a {@link FailureKind#OUTPUT} failure where it cannot be read
   */
  public static Optional<PublishRecord> latest(Location runFolder) throws IOException {
    int latest = 0;
    for (StoredObject object : Storage.children(runFolder)) {
      Matcher name = NAME.matcher(object.location().name());
      if (name.matches()) {
        latest = Math.max(latest, Integer.parseInt(name.group(1)));
      }
    }
    return latest == 0 ? Optional.empty() : Optional.of(read(location(runFolder, latest), latest));
  }

  private static PublishRecord read(Location location, int generation) throws IOException {
    try {
      JsonNode report = JSON.readTree(Storage.read(location));
      if (report.isObject() && report.path("attempt").isTextual()) {
        return new PublishRecord(location, generation, (ObjectNode) report);
      }
    } catch (JacksonException e) {
      // Told below.
    }
    throw ParquetryException.at(
        FailureKind.OUTPUT,
        location.toString(),
        "is no publish record: expected a JSON object with \"attempt\"; it was damaged after it was"
            + " written. Remove it to convert the manifest again");
  }

  /**
   * Creates the record of a run's attempt, unless another attempt has.
   *
   * @return the record that counts, of this attempt or another one
   */
  public static PublishRecord create(Run run, ObjectNode report) throws IOException {
    Location location = location(run.folder(), run.generation());
    if (Storage.createIfAbsent(location, JSON.writeValueAsBytes(report))) {
      return new PublishRecord(location, run.generation(), report);
    }
    return read(location, run.generation());
  }

  /** Whether this attempt has published the run. */
  public static boolean isOf(Run run) throws IOException {
    Optional<PublishRecord> record = of(run);
    return record.isPresent() && record.get().attempt().equals(run.attempt());
  }

  /**
   * Fails where another attempt has published the run since this one began.
   *
   * @throws ParquetryException a {@link FailureKind#PUBLISHED} failure
   */
  public static void checkNoOther(Run run) throws IOException {
    Optional<PublishRecord> record = of(run);
    if (record.isPresent()) {
      record.get().checkOf(run);
    }
  }

  /** The record of the run's generation, whichever attempt has created it. */
  private static Optional<PublishRecord> of(Run run) throws IOException {
    Location location = location(run.folder(), run.generation());
    return Storage.find(location).isPresent()
        ? Optional.of(read(location, run.generation()))
        : Optional.empty();
  }

  /**
   * Fails where this is the record of another attempt.
   *
   * @throws ParquetryException a {@link FailureKind#PUBLISHED} failure
   */
  public void checkOf(Run run) {
    if (!attempt().equals(run.attempt())) {
      throw ParquetryException.at(
          FailureKind.PUBLISHED,
          location.toString(),
          "another attempt ("
              + attempt()
              + ") at the same run has published it meanwhile; what this one ("
              + run.attempt()
              + ") has written does not count, and nothing is to be done");
    }
  }

  private static Location location(Location runFolder, int generation) {
    return runFolder.child("published-" + generation + ".json");
  }

  /** Where the record lies. */
  public Location location() {
    return location;
  }

  /** Its number among the records of the run, from 1. */
  public int generation() {
    return generation;
  }

  /** The attempt that has published. */
  public String attempt() {
    return report.get("attempt").asText();
  }

  /**
   * The part files that count, as they lie below an output folder: it may have been moved, copied,
   * or be known by another name since they were written.
   */
  public List<Location> files(Location output) {
    List<Location> files = new ArrayList<>();
    for (JsonNode file : report.get("output_files")) {
      Location then = Location.parse(file.get("path").asText());
      files.add(output.child(then.parent().name()).child(then.name()));
    }
    return files;
  }

  /** The report of the run. */
  public ObjectNode report() {
    return report;
  }
}
