/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The values of the few rows that are shown, read once more from their files. */
final class ExampleRows {
  /** Of a longer value no more is kept. */
  private static final int MOST_CHARACTERS = 10_000;

  private final List<ComparedFile> files;
  private final List<String> columns;
  private final TreeMap<Place, Set<Integer>> wanted = new TreeMap<>();
  private final Map<Place, Map<Integer, String>> found = new HashMap<>();

  ExampleRows(List<ComparedFile> files, List<String> columns) {
    this.files = files;
    this.columns = columns;
  }

  /** Asks for columns of a row. */
  void want(Place place, int... positions) {
    Set<Integer> ofRow = wanted.computeIfAbsent(place, p -> new TreeSet<>());
    for (int position : positions) {
      ofRow.add(position);
    }
  }

  /** Reads all that was asked for; each row group once at most. */
  void read() throws IOException {
    List<Place> ofFile = new ArrayList<>();
    for (Place place : wanted.keySet()) {
      if (!ofFile.isEmpty() && ofFile.get(0).file() != place.file()) {
        readFile(ofFile);
        ofFile.clear();
      }
      ofFile.add(place);
    }
    if (!ofFile.isEmpty()) {
      readFile(ofFile);
    }
  }

  private void readFile(List<Place> places) throws IOException {
    TreeSet<Integer> positions = new TreeSet<>();
    places.forEach(place -> positions.addAll(wanted.get(place)));
    List<Integer> read = new ArrayList<>(positions);
    List<String> names = new ArrayList<>();
    read.forEach(position -> names.add(columns.get(position)));
    ComparedFile file = files.get(places.get(0).file());
    try (RowReader<String> reader = new RowReader<>(file.object(), names, ExampleRows::text)) {
      for (Place place : places) {
        reader.goTo(place.row());
        Map<Integer, String> values = new HashMap<>();
        for (int i = 0; i < read.size(); i++) {
          if (wanted.get(place).contains(read.get(i))) {
            values.put(read.get(i), reader.value(i));
          }
        }
        found.put(place, values);
      }
    }
  }

  private static String text(byte[] utf8) {
    // A character has four bytes at most.
    String text =
        new String(utf8, 0, Math.min(utf8.length, 4 * MOST_CHARACTERS), StandardCharsets.UTF_8);
    return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
  }

  /** A value; null for NULL. */
  String value(Place place, int column) {
    return found.get(place).get(column);
  }
}
