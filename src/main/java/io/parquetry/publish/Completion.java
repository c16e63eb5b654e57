/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.write.DateFolders;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows the publish record; done again as often as wanted, it leaves the same. */
public final class Completion {
  private final Location output;
  private final PublishRecord record;

  /** What follows a record in an output folder. */
  public Completion(Location output, PublishRecord record) {
    this.output = output;
    this.record = record;
  }

  /**
   * Removes what other attempts up to this record's generation have left, then writes the report,
   * then the marker of each date.
   */
  public void complete() throws IOException {
    List<Location> folders = new ArrayList<>();
    for (JsonNode name : record.report().get("folders")) {
      folders.add(output.child(name.asText()));
    }
    new Leavings(output).removeBehind(record, folders);
    Storage.write(RunReport.location(record), RunReport.bytes(record.report()));
    for (JsonNode name : record.report().get("dates")) {
      Location marker = output.child(DateFolders.name(name.asText())).child(DateFolders.MARKER);
      if (Storage.find(marker).isEmpty()) {
        Storage.write(marker, new byte[0]);
      }
    }
  }

  /** The published files that are not there as they were published. */
  public List<String> missing() throws IOException {
    List<String> missing = new ArrayList<>();
    for (JsonNode file : record.report().get("output_files")) {
      String path = file.get("path").asText();
      Optional<StoredObject> object = Storage.find(Location.parse(path));
      if (object.isEmpty() || object.get().length() != file.get("bytes").asLong()) {
        missing.add(path);
      }
    }
    return missing;
  }
}
