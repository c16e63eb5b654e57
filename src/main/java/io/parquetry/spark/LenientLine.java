/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a line that is no JSON object by RFC 8259, but that Spark reads, as the objects that it
 * stands for. Spark's parser is Jackson, with single quotes and numbers such as {@code NaN}
 * allowed; it also passes over a byte order mark, and takes surrogates without partners. Slow, and
 * meant for the few lines that need it.
 */
public final class LenientLine {
  private final JsonFactory jackson;

  /**
   * Lines nested at most so deep.
   *
   * @param maxDepth nesting levels
   */
  public LenientLine(int maxDepth) {
    this.jackson =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
            .build();
  }

  /**
   * The objects of a line, one for each row: one, or those of a top-level array. They are JSON by
   * RFC 8259 but for {@code NaN}, which has no other form. Null where the line is bad for Spark
   * too, or has something behind its first value.
   */
  public List<byte[]> objects(byte[] bytes, int start, int end) {
    try (JsonParser parser = jackson.createParser(bytes, start, end - start)) {
      List<byte[]> objects = new ArrayList<>();
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        objects.add(object(parser));
      } else if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
          }
          objects.add(object(parser));
        }
      } else {
        return null;
      }
      return parser.nextToken() == null ? objects : null;
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private byte[] object(JsonParser parser) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = jackson.createGenerator(bytes)) {
      out.writeStartObject();
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        copy(token, parser, out);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    return bytes.toByteArray();
  }

  private static void copy(JsonToken token, JsonParser parser, JsonGenerator out)
      throws IOException {
    switch (token) {
      case FIELD_NAME:
        out.writeFieldName(whole(parser.currentName()));
        break;
      case VALUE_STRING:
        out.writeString(whole(parser.getText()));
        break;
      case VALUE_NUMBER_FLOAT:
        out.writeNumber(finite(parser.getText()));
        break;
      case VALUE_NUMBER_INT:
        out.writeNumber(parser.getText());
        break;
      default:
        out.copyCurrentEvent(parser);
    }
  }

  /** Infinity as a number that is no double any more; all others, and NaN, as they stand. */
  private static String finite(String number) {
    if (number.endsWith("INF") || number.endsWith("Infinity")) {
      return number.startsWith("-") ? "-1e999" : "1e999";
    }
    return number;
  }

  /** A surrogate without its partner becomes a question mark, as in Spark. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
