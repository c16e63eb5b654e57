/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * The obvious single-threaded converter, by Jackson: the oracle for everything else. It reads whole
 * files into memory and knows neither ranges nor parts.
 */
public final class ObviousConverter {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(1000)
                  .build())
          .build();

  private final SortedSet<String> columns = new TreeSet<>();
  private final List<Map<String, String>> rows = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private long lines;
  private long blank;

  /** Converts one file whose manifest entry is {@code uri}. */
  public void add(Path file, String uri) throws IOException {
    byte[] text = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        text = in.readAllBytes();
      }
    }
    int from = startsWithMark(text) ? 3 : 0;
    int number = 0;
    while (from < text.length) {
      int to = from;
      while (to < text.length && text[to] != '\n') {
        to++;
      }
      number++;
      addLine(Arrays.copyOfRange(text, from, to), uri, number);
      from = to + 1;
    }
  }

  private static boolean startsWithMark(byte[] text) {
    return text.length >= 3
        && text[0] == (byte) 0xef
        && text[1] == (byte) 0xbb
        && text[2] == (byte) 0xbf;
  }

  private void addLine(byte[] line, String uri, int number) {
    lines++;
    if (new String(line, StandardCharsets.ISO_8859_1)
        .chars()
        .allMatch(c -> " \t\r".indexOf(c) >= 0)) {
      blank++;
      return;
    }
    try {
      Map<String, String> row = row(line);
      columns.addAll(row.keySet());
      row.put("_source_file", uri);
      rows.add(row);
    } catch (IOException e) {
      bad.add(uri + ":" + number);
    }
  }

  private static Map<String, String> row(byte[] line) throws IOException {
    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
    Map<String, String> row = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = whole(parser.currentName());
        JsonToken token = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (token == JsonToken.VALUE_STRING) {
          row.put(key, whole(parser.getText()));
        } else if (token == JsonToken.VALUE_NULL) {
          row.put(key, null);
        } else if (token.isStructStart()) {
          readStructure(parser);
          int end = (int) parser.currentLocation().getByteOffset();
          row.put(key, new String(line, start, end - start, StandardCharsets.UTF_8));
        } else {
          row.put(key, parser.getText());
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("something follows");
      }
    }
    return row;
  }

  private static void readStructure(JsonParser parser) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException("ends inside");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
        whole(parser.getText());
      }
    }
  }

  /** Jackson lets a lone surrogate pass; UTF-8 has no way to write one. */
  private static String whole(String text) throws CharacterCodingException {
    StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
    return text;
  }

  /** All columns but the instant of the run, in the order of the output. */
  public List<String> columns() {
    List<String> names = new ArrayList<>(columns);
    names.add("_source_file");
    return names;
  }

  /** The rows, each value by its column; what is missing is NULL. */
  public List<Map<String, String>> rows() {
    return rows;
  }

  /** {@code uri:line} of each bad record. */
  public List<String> bad() {
    return bad;
  }

  /** All lines. */
  public long lines() {
    return lines;
  }

  /** Blank lines. */
  public long blank() {
    return blank;
  }
}
