/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run as the output folder knows it: published, or only attempted so far. */
public final class RunState {
  private final String id;
  private final PublishRecord record;
  private final long lastChange;

  private RunState(String id, PublishRecord record, long lastChange) {
    this.id = id;
    this.record = record;
    this.lastChange = lastChange;
  }

  /** All runs of an output folder, by id. */
  public static List<RunState> in(Location output) throws IOException {
    List<RunState> runs = new ArrayList<>();
    for (StoredObject folder : Storage.children(output.child(Run.FOLDER))) {
      if (!folder.folder()) {
        continue;
      }
      Location location = folder.location();
      long lastChange = 0;
      for (StoredObject object : Storage.below(location)) {
        lastChange = Math.max(lastChange, object.modificationTime());
      }
      PublishRecord record = PublishRecord.latest(location).orElse(null);
      runs.add(new RunState(location.name(), record, lastChange));
    }
    return runs;
  }

  /** The run's id. */
  public String id() {
    return id;
  }

  /** Its record; empty where no attempt has published it. */
  public Optional<PublishRecord> record() {
    return Optional.ofNullable(record);
  }

  /** When something in its folder was last changed, in milliseconds since 1970. */
  public long lastChange() {
    return lastChange;
  }
}
