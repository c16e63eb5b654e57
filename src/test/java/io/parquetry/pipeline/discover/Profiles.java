/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.pipeline.collect.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;

/** What discover finds in files, without a job. */
public final class Profiles {

  private Profiles() {}

  /** The profiles of all ranges of about this length, in order. */
  public static List<RangeProfile> of(
      List<InputFile> files, DiscoverOptions options, long rangeBytes) throws IOException {
    ProfileFormat format = new ProfileFormat("run", files, options);
    List<RangeProfile> profiles = new ArrayList<>();
    for (FileSourceSplit split :
        RangeEnumerator.provider(files, rangeBytes).create().enumerateSplits(null, 1)) {
      try (BulkFormat.Reader<RangeProfile> reader =
          format.createReader(new Configuration(), split)) {
        BulkFormat.RecordIterator<RangeProfile> batch;
        while ((batch = reader.readBatch()) != null) {
          profiles.add(batch.next().getRecord());
        }
      }
    }
    return profiles;
  }
}
