/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where manifest entries may point. Entries are data from outside: without this a manifest could
 * make the job read any file that the cluster can read.
 */
final class AllowedPlaces {
  private final List<Location> places = new ArrayList<>();

  /**
   * The manifest's own bucket, the output's bucket, and what the options add. Local files are
   * allowed only to a manifest that is a local file itself, or by option.
   */
  AllowedPlaces(Location manifest, Location output, List<String> allow) {
    places.add(manifest.root());
    if (!output.local()) {
      places.add(output.root());
    }
    for (String place : allow) {
      places.add(Location.ofOption("--allow", place));
    }
  }

  boolean covers(Location location) {
    return places.stream().anyMatch(place -> place.covers(location));
  }

  /**
   * Whether a file is not where its name says, and there it is not allowed. Only for local files:
   * there are no links on S3.
   */
  boolean linksOutside(Location location) throws IOException {
    if (!location.local() || covers(location.root())) {
      return false;
    }
    Path target = Path.of(location.path()).toRealPath();
    for (Location place : places) {
      Path folder = Path.of(place.path());
      if (place.local() && Files.exists(folder) && target.startsWith(folder.toRealPath())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return places.stream().map(Location::uri).collect(Collectors.joining(", "));
  }
}
