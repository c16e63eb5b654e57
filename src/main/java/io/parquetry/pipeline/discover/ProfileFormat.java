/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.flink.FinalFailures;
import io.parquetry.flink.HandOverType;
import io.parquetry.flink.LogContext;
import io.parquetry.pipeline.collect.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.SingletonResultIterator;

/** Reads each range of the FileSource's splits into one profile. */
public final class ProfileFormat implements BulkFormat<RangeProfile, FileSourceSplit> {
  private static final long serialVersionUID = 1L;

  private final String run;
  private final ArrayList<InputFile> files;
  private final DiscoverOptions options;

  /** A format for the files of a run. */
  public ProfileFormat(String run, List<InputFile> files, DiscoverOptions options) {
    this.run = run;
    this.files = new ArrayList<>(files);
    this.options = options;
  }

  @Override
  public Reader<RangeProfile> createReader(Configuration config, FileSourceSplit split) {
    // The source reads in a thread of its own, which it calls this in.
    LogContext.enter(run);
    return new ProfileReader(RangeEnumerator.rangesOf(split));
  }

  @Override
  public Reader<RangeProfile> restoreReader(Configuration config, FileSourceSplit split) {
    return createReader(config, split);
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public TypeInformation<RangeProfile> getProducedType() {
    return HandOverType.serialized(RangeProfile.class);
  }

  private final class ProfileReader implements Reader<RangeProfile> {
    private final Iterator<ByteRange> ranges;
    private final ReadAhead ahead;

    ProfileReader(List<ByteRange> ranges) {
      this.ranges = ranges.iterator();
      this.ahead =
          options.columns() == null
              ? ReadAhead.of(files, ranges, options.maxLineBytes())
              : ReadAhead.ofBeginnings(files, ranges, options.maxLineBytes());
    }

    @Override
    public RecordIterator<RangeProfile> readBatch() throws IOException {
      if (!ranges.hasNext()) {
        return null;
      }
      ByteRange range = ranges.next();
      InputFile file = files.get(range.file());
      RangeProfile profile =
          FinalFailures.marked(() -> new Profiler(file, range, options).profile(ahead.next()));
      SingletonResultIterator<RangeProfile> batch = new SingletonResultIterator<>();
      batch.set(profile, range.offset() + range.length(), 1);
      return batch;
    }

    @Override
    public void close() {
      ahead.close();
    }
  }
}
