/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest, read strictly: {@code {"fileLocations":[{"URIs":[…]},{"URIPrefixes":[…]}],
 * "globalUploadSettings":{…}}}, the format that Amazon QuickSight also uses. Members that it does
 * not know are passed over.
 */
final class Manifest {

  /** One name in the manifest. */
  static final class Entry {
    private final String text;
    private final boolean prefix;
    private final int line;

    Entry(String text, boolean prefix, int line) {
      this.text = text;
      this.prefix = prefix;
      this.line = line;
    }

    /** The name exactly as written. */
    String text() {
      return text;
    }

    /** Whether it may stand for all objects below it. */
    boolean prefix() {
      return prefix;
    }

    /** The manifest's line it stands in. */
    int line() {
      return line;
    }
  }

  private final Location location;
  private final JsonParser parser;
  private final List<Entry> entries = new ArrayList<>();

  private Manifest(Location location, JsonParser parser) {
    this.location = location;
    this.parser = parser;
  }

  /**
   * The entries of a manifest in their order, duplicates and all.
   *
   * @throws ParquetryException a {@link FailureKind#MANIFEST} failure with line and column
   */
  static List<Entry> entries(Location location, byte[] content) throws IOException {
    JsonFactory json =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = json.createParser(content)) {
      Manifest manifest = new Manifest(location, parser);
      manifest.read();
      return manifest.entries;
    } catch (JsonProcessingException e) {
      throw failure(location, e.getLocation(), "is not valid JSON: " + sentence(e));
    } catch (CharConversionException e) {
      throw failure(location, null, "is not valid JSON: " + e.getMessage());
    }
  }

  /** Without Jackson's hint at a source that it does not show. */
  private static String sentence(JsonProcessingException e) {
    return Excerpt.whole(e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ", "["));
  }

  private void read() throws IOException {
    if (parser.nextToken() == null) {
      throw wrong("is empty: expected {\"fileLocations\":[{\"URIs\":[…]}]}");
    }
    expect(JsonToken.START_OBJECT, "an object with \"fileLocations\"");
    boolean found = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      if (member.equals("fileLocations")) {
        found = true;
        fileLocations();
      } else if (member.equals("globalUploadSettings")) {
        uploadSettings();
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw wrong("has something behind its closing brace: expected the end of the file");
    }
    if (!found) {
      throw wrong("has no \"fileLocations\": expected {\"fileLocations\":[{\"URIs\":[…]}]}");
    }
    if (entries.isEmpty()) {
      throw wrong("names no files: expected at least one entry in \"URIs\" or \"URIPrefixes\"");
    }
  }

  private void fileLocations() throws IOException {
    expect(JsonToken.START_ARRAY, "an array in \"fileLocations\"");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.START_OBJECT, "an object with \"URIs\" or \"URIPrefixes\"");
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        parser.nextToken();
        if (member.equals("URIs") || member.equals("URIPrefixes")) {
          names(member);
        } else {
          throw wrong(
              "has the unknown member \""
                  + Excerpt.of(member)
                  + "\" in \"fileLocations\": expected \"URIs\" or \"URIPrefixes\"");
        }
      }
    }
  }

  private void names(String member) throws IOException {
    expect(JsonToken.START_ARRAY, "an array of strings in \"" + member + "\"");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.VALUE_STRING, "a string in \"" + member + "\"");
      int line = parser.currentTokenLocation().getLineNr();
      entries.add(new Entry(parser.getText(), member.equals("URIPrefixes"), line));
    }
  }

  private void uploadSettings() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean format = parser.currentName().equals("format");
      parser.nextToken();
      if (format && !"JSON".equalsIgnoreCase(parser.getText())) {
        throw wrong(
            "says that its files have the format \""
                + Excerpt.of(parser.getText())
                + "\": expected JSON");
      }
      parser.skipChildren();
    }
  }

  private void expect(JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw wrong("is not of the expected form: expected " + what + ", found " + found());
    }
  }

  private String found() {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "the end of the file";
    }
    switch (token) {
      case START_OBJECT:
        return "an object";
      case START_ARRAY:
        return "an array";
      case VALUE_STRING:
        return "a string";
      case VALUE_NULL:
        return "null";
      case VALUE_TRUE:
      case VALUE_FALSE:
        return "a boolean";
      default:
        return "a number";
    }
  }

  private ParquetryException wrong(String what) {
    return failure(location, parser.currentTokenLocation(), what);
  }

  private static ParquetryException failure(Location location, JsonLocation at, String what) {
    String where =
        at == null ? location + "" : location + ":" + at.getLineNr() + ":" + at.getColumnNr();
    return ParquetryException.at(FailureKind.MANIFEST, where, "the manifest " + what);
  }
}
