/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.failure.Excerpt;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.write.DateFolders;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows the publish record; done again as often as wanted, it leaves the same. */
public final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

  private final Location output;
  private final PublishRecord record;
  private final Leavings leavings;

  /** What follows a record in an output folder. */
  public Completion(Location output, PublishRecord record) {
    this.output = output;
    this.record = record;
    this.leavings = new Leavings(output);
  }

  /** For an attempt that another one has overtaken: its files go, and the other is completed. */
  public static void afterLoss(Run run) throws IOException {
    Optional<PublishRecord> record = PublishRecord.latest(run.folder());
    if (record.isPresent() && !record.get().attempt().equals(run.attempt())) {
      new Leavings(run.output()).removeAttempt(run);
      new Completion(run.output(), record.get()).complete();
    }
  }

  /**
   * For an attempt whose files are not to count although all of them are written: they go, and the
   * folders become what they were.
   */
  static void afterRefusal(Run run, Optional<PublishRecord> previous) throws IOException {
    Leavings leavings = new Leavings(run.output());
    leavings.removeAttempt(run);
    if (previous.isPresent()) {
      new Completion(run.output(), previous.get()).complete();
    }
    for (Location folder : leavings.folders(run)) {
      if (leavings.showsCountedOnly(folder)) {
        Storage.write(folder.child(DateFolders.MARKER), new byte[0]);
      }
    }
  }

  /**
   * Removes what other attempts up to this record's generation have left, then writes the report,
   * then the marker of each date whose folder shows nothing but files that count.
   */
  public void complete() throws IOException {
    List<Location> folders = new ArrayList<>();
    for (JsonNode name : record.report().get("folders")) {
      folders.add(output.child(name.asText()));
    }
    leavings.removeBehind(record, folders);
    writeReport();
    for (JsonNode name : record.report().get("dates")) {
      mark(output.child(DateFolders.name(name.asText())));
    }
  }

  /** Not again where it is there, since somebody may be reading it. */
  private void writeReport() throws IOException {
    Location location = RunReport.location(record);
    byte[] report = RunReport.bytes(record.report());
    if (Storage.find(location).isEmpty() || !Arrays.equals(Storage.read(location), report)) {
      Storage.write(location, report);
    }
  }

  private void mark(Location folder) throws IOException {
    Location marker = folder.child(DateFolders.MARKER);
    if (Storage.find(marker).isPresent()) {
      return;
    }
    List<Location> uncounted = leavings.uncounted(folder);
    if (uncounted.isEmpty()) {
      Storage.write(marker, new byte[0]);
      return;
    }
    LOG.warn(
        "{} gets no {}: it shows {} file(s) that no publish record counts, such as {}. Another run is"
            + " writing there and will set the marker, or a dead one has left them: then run its"
            + " manifest again, or parquetry clean and this call again",
        Excerpt.whole(folder.toString()),
        DateFolders.MARKER,
        uncounted.size(),
        Excerpt.whole(uncounted.get(0).name()));
  }

  /** The published files that are not there as they were published. */
  public List<String> missing() throws IOException {
    List<String> missing = new ArrayList<>();
    List<Location> files = record.files(output);
    for (int i = 0; i < files.size(); i++) {
      long bytes = record.report().get("output_files").get(i).get("bytes").asLong();
      Optional<StoredObject> object = Storage.find(files.get(i));
      if (object.isEmpty() || object.get().length() != bytes) {
        missing.add(files.get(i).toString());
      }
    }
    return missing;
  }
}
