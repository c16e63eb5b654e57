/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lines of 20 fields out of so many columns: which ones is drawn for each line, so that all columns
 * come up. Names and values have the same lengths whatever the number of columns is.
 *
 * <p>{@code WideSample FOLDER FILES BYTES COLUMNS} writes a manifest and the files that it names.
 */
public final class WideSample {
  private static final int FIELDS = 20;

  private final Random random = new Random(1);
  private final int columns;

  private WideSample(int columns) {
    this.columns = columns;
  }

  /** Writes a sample. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int files = Integer.parseInt(arguments[1]);
    long bytes = Long.parseLong(arguments[2]);
    WideSample sample = new WideSample(Integer.parseInt(arguments[3]));
    Path input = Files.createDirectories(folder.resolve("input"));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      Path file = input.resolve(String.format("wide-2025-12-23-%05d.ndjson", i));
      sample.fill(file, bytes / files);
      names.add("\"input/" + file.getFileName() + "\"");
    }
    Files.writeString(
        folder.resolve("manifest.json"),
        "{\"fileLocations\":[{\"URIs\":[" + String.join(",\n", names) + "]}]}\n");
  }

  private void fill(Path file, long bytes) throws IOException {
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      while (written < bytes) {
        byte[] line = line().getBytes(StandardCharsets.UTF_8);
        out.write(line);
        written += line.length;
      }
    }
  }

  /** Each field is one of its own share of the columns, so that no key stands twice. */
  private String line() {
    StringBuilder line = new StringBuilder(1024);
    int share = columns / FIELDS;
    for (int i = 0; i < FIELDS; i++) {
      int column = i * share + random.nextInt(share);
      line.append(i == 0 ? '{' : ',')
          .append(String.format("\"field_%06d\":\"%016x\"", column, random.nextLong()));
    }
    return line.append("}\n").toString();
  }
}
