/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.Profiles;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files in a folder and what discover finds in them. */
final class ProfiledFiles {
  private final Path folder;
  private final List<InputFile> files = new ArrayList<>();

  ProfiledFiles(Path folder) {
    this.folder = folder;
  }

  /** Adds a file; its URI is its name. */
  ProfiledFiles with(String name, String date, String text) throws IOException {
    Path path = Files.writeString(folder.resolve(name), text);
    Location location = Location.parse(path.toString());
    long modificationTime = Files.getLastModifiedTime(path).toMillis();
    files.add(new InputFile(name, location, Files.size(path), modificationTime, date));
    return this;
  }

  List<InputFile> files() {
    return files;
  }

  /** The profiles of all ranges of about this length, in order. */
  List<RangeProfile> profiles(long rangeBytes) throws IOException {
    return Profiles.of(files, new DiscoverOptions(), rangeBytes);
  }

  /** The ranges as they are planned, with the lines before each in its file. */
  List<PlannedRange> ranges(long rangeBytes) throws IOException {
    Map<Integer, Long> linesBefore = new HashMap<>();
    List<PlannedRange> ranges = new ArrayList<>();
    for (RangeProfile profile : profiles(rangeBytes)) {
      int file = profile.range().file();
      long before = linesBefore.getOrDefault(file, 0L);
      ranges.add(new PlannedRange(files.get(file), profile, before));
      linesBefore.put(file, before + profile.lines());
    }
    return ranges;
  }
}
