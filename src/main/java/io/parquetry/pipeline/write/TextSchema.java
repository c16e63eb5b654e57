/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;

/** The Avro schema of a table whose columns are all optional text. */
final class TextSchema {

  private TextSchema() {}

  /** A schema of exactly these names, whatever characters they have. */
  static Schema of(List<String> names) {
    StringWriter json = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      out.writeStartObject();
      out.writeStringField("type", "record");
      out.writeStringField("name", "row");
      out.writeArrayFieldStart("fields");
      for (String name : names) {
        out.writeStartObject();
        out.writeStringField("name", name);
        out.writeArrayFieldStart("type");
        out.writeString("null");
        out.writeString("string");
        out.writeEndArray();
        out.writeNullField("default");
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Building it field by field would refuse names with dots, blanks and the like.
    return new Schema.Parser().setValidate(false).parse(json.toString());
  }
}
