/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON schema that refuses each field it does not name. */
final class StrictSchema {
  private final JsonSchema schema;

  /** A schema as it stands; who builds it closes its objects. */
  StrictSchema(JsonNode schema) {
    this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }

  /**
   * A schema as a custom resource definition has it: its objects are closed, but those that are
   * said to keep what they do not name, and maps.
   */
  static StrictSchema ofStructural(JsonNode structural) {
    JsonNode closed = structural.deepCopy();
    close(closed);
    return new StrictSchema(closed);
  }

  /** What is wrong, each with the path of its place; empty if nothing is. */
  List<String> faults(JsonNode document) {
    return schema.validate(document).stream()
        .map(ValidationMessage::getMessage)
        .sorted()
        .collect(Collectors.toList());
  }

  private static void close(JsonNode node) {
    if (node.isObject()) {
      ObjectNode schema = (ObjectNode) node;
      if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
        schema.putArray("type").add("integer").add("string");
        schema.remove("anyOf");
      }
      boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      if (schema.path("properties").isObject()
          && schema.path("type").asText().equals("object")
          && !schema.has("additionalProperties")
          && !open) {
        schema.put("additionalProperties", false);
      }
    }
    node.forEach(StrictSchema::close);
  }
}
