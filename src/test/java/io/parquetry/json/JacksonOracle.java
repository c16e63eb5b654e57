/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.parquetry.json.LineContent.Field;
import io.parquetry.json.ObjectScanner.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads a line with Jackson. Where Jackson takes more than RFC 8259 and RFC 3629 allow, the oracle
 * is stricter; each such place says so.
 */
final class JacksonOracle {
  // One parser of bytes needs canonical names; that a generator of keys fills their table with
  // collisions is no fault of a line.
  private final JsonFactory factory =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  LineContent read(byte[] line) {
    int first = firstBehindSpace(line);
    if (first == line.length) {
      return LineContent.BLANK;
    }
    // Jackson passes over a byte order mark and takes any kind of value at the top.
    if (line[first] != '{') {
      return LineContent.BAD;
    }
    // Jackson accepts overlong forms and encoded surrogates.
    if (!isUtf8(line)) {
      return LineContent.BAD;
    }
    // Jackson takes a NUL among the first four bytes for UTF-16 or UTF-32; it is valid nowhere.
    if (hasNul(line)) {
      return LineContent.BAD;
    }
    try {
      return new LineContent(Verdict.OBJECT, parse(line));
    } catch (JsonParseException e) {
      return LineContent.BAD;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Field> parse(byte[] line) throws IOException {
    List<Field> fields = new ArrayList<>();
    try (JsonParser parser = factory.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = wellFormed(parser, parser.getText());
        parser.nextToken();
        fields.add(field(parser, key, line));
      }
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the object");
      }
    }
    return fields;
  }

  /** Of each token of a valid value what it is, its text, and how many tokens it has within it. */
  List<String> tokens(byte[] value) {
    List<String> kinds = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    try (JsonParser parser = factory.createParser(value)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          open.push(kinds.size());
        }
        kinds.add(token(parser, token, value));
        counts.add(1);
        if (token.isStructEnd()) {
          int start = open.pop();
          counts.set(start, kinds.size() - start);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      tokens.add(kinds.get(i) + " " + counts.get(i));
    }
    return tokens;
  }

  private static String token(JsonParser parser, JsonToken token, byte[] value) throws IOException {
    return switch (token) {
      case START_OBJECT -> "OBJECT {";
      case END_OBJECT -> "OBJECT_END }";
      case START_ARRAY -> "ARRAY [";
      case END_ARRAY -> "ARRAY_END ]";
      case FIELD_NAME -> "KEY " + parser.getText();
      case VALUE_STRING -> "STRING " + parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER " + number(parser, value);
      case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN " + parser.getText();
      default -> "NULL " + parser.getText();
    };
  }

  private static Field field(JsonParser parser, String key, byte[] line) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Field(key, JsonKind.STRING, wellFormed(parser, parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Field(key, JsonKind.NUMBER, number(parser, line));
      case VALUE_TRUE, VALUE_FALSE -> new Field(key, JsonKind.BOOLEAN, parser.getText());
      case VALUE_NULL -> new Field(key, JsonKind.NULL, parser.getText());
      case START_OBJECT -> new Field(key, JsonKind.OBJECT, nested(parser, line));
      case START_ARRAY -> new Field(key, JsonKind.ARRAY, nested(parser, line));
      default -> throw new IllegalStateException("no value: " + parser.currentToken());
    };
  }

  private static String number(JsonParser parser, byte[] line) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    String text = parser.getText();
    return source(line, start, start + text.length());
  }

  /** The source of a nested value; leaves the parser at its end. */
  private static String nested(JsonParser parser, byte[] line) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new JsonParseException(parser, "the line ends inside a value");
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        wellFormed(parser, parser.getText());
      }
    }
    return source(line, start, parser.currentLocation().getByteOffset());
  }

  /** Jackson lets escapes of single surrogates pass, which no UTF-8 can hold. */
  private static String wellFormed(JsonParser parser, String text) throws JsonParseException {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw new JsonParseException(parser, "a lone surrogate");
      }
    }
    return text;
  }

  private static String source(byte[] line, long start, long end) {
    int length = Math.toIntExact(end - start);
    return new String(line, Math.toIntExact(start), length, StandardCharsets.UTF_8);
  }

  private boolean isUtf8(byte[] line) {
    try {
      utf8.decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean hasNul(byte[] line) {
    for (byte b : line) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static int firstBehindSpace(byte[] line) {
    int i = 0;
    while (i < line.length && " \t\r\n".indexOf(line[i]) >= 0) {
      i++;
    }
    return i;
  }
}
