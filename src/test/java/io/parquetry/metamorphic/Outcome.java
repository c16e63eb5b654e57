/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.metamorphic;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.oracle.Conversion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must stay the same whatever the files are called and however they are cut: columns, and as
 * sorted multisets the rows and the bad records. Line numbers and offsets are left out.
 */
record Outcome(List<String> columns, List<String> rows, List<String> bad) {
  private static final String SOURCE = "_source_file";

  static Outcome of(Conversion conversion) throws Exception {
    List<String> rows = new ArrayList<>();
    for (Map<String, String> row : conversion.rows()) {
      // A file that was compressed has another name, but is still that file.
      row.computeIfPresent(SOURCE, (key, uri) -> uri.replaceFirst("\\.(gz|bz2|zst|xz)$", ""));
      rows.add(new TreeMap<>(row).toString());
    }
    List<String> bad = new ArrayList<>();
    for (JsonNode record : conversion.quarantine()) {
      bad.add(record.get("cause").asText() + " " + raw(record).stripTrailing());
    }
    return new Outcome(conversion.columns(), sorted(rows), sorted(bad));
  }

  Outcome withoutSource() {
    List<String> names = rows.stream().map(row -> row.replaceAll(SOURCE + "=[^,}]*", "")).toList();
    return new Outcome(columns, sorted(names), bad);
  }

  private static String raw(JsonNode record) {
    return record.has("text")
        ? record.get("text").asText()
        : new String(
            Base64.getDecoder().decode(record.get("base64").asText()), StandardCharsets.ISO_8859_1);
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }
}
