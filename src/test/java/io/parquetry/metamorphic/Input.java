/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.metamorphic;

import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.RandomLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files by name, in the order of their manifest, and the options to convert them with. */
record Input(Map<String, byte[]> files, List<String> options) {

  /** Five files of random lines: odd keys, every kind of value, bad and blank lines. */
  static Input random(long seed) throws IOException {
    Random sizes = new Random(seed);
    RandomLines random = new RandomLines(seed, 15);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      files.put("part-2025-12-23-" + i + ".ndjson", random.lines(1 + sizes.nextInt(300)));
    }
    return new Input(files, List.of());
  }

  Input with(String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new Input(files, more);
  }

  Input with(Map<String, byte[]> otherFiles) {
    return new Input(otherFiles, options);
  }

  /** Writes files and manifest to a new folder, and converts them. */
  Outcome convert(Path folder) throws Exception {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Path manifest = Conversion.manifest(folder, List.copyOf(files.keySet()));
    return Outcome.of(
        Conversion.succeeding(manifest, folder.resolve("out"), options.toArray(String[]::new)));
  }
}
