/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schemas of what can be applied to a cluster: Flink's kinds from the operator's own definitions,
 * those of Kubernetes from the classes of its Java client, which are generated from its API
 * description and name fields, types and what is required.
 */
final class KubernetesSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MODELS = "io.kubernetes.client.openapi.models.";
  private static final Map<String, StrictSchema> KNOWN = new ConcurrentHashMap<>();

  private final ObjectNode definitions = JSON.objectNode();

  private KubernetesSchemas() {}

  /** The schema of a document's kind; none for kinds of others. */
  static Optional<StrictSchema> of(JsonNode document) {
    String version = document.path("apiVersion").asText();
    String kind = document.path("kind").asText();
    if (version.startsWith("argoproj.io/")) {
      return Optional.empty();
    }
    return Optional.of(
        KNOWN.computeIfAbsent(
            version + " " + kind,
            key -> version.startsWith("flink.apache.org/") ? flink(version, kind) : core(kind)));
  }

  private static StrictSchema flink(String version, String kind) {
    String file = "META-INF/fabric8/" + kind.toLowerCase(Locale.ROOT) + "s.flink.apache.org-v1.yml";
    try (InputStream in = KubernetesSchemas.class.getClassLoader().getResourceAsStream(file)) {
      for (JsonNode served : Yaml.read(in).get(0).at("/spec/versions")) {
        if (version.endsWith("/" + served.get("name").asText())) {
          JsonNode schema = served.at("/schema/openAPIV3Schema").deepCopy();
          // All objects have these; a definition does not repeat them.
          for (String name : List.of("apiVersion", "kind")) {
            ((ObjectNode) schema.get("properties")).putObject(name).put("type", "string");
          }
          KubernetesSchemas core = new KubernetesSchemas();
          JsonNode metadata = core.schema(model("V1ObjectMeta"));
          ((ObjectNode) schema.get("properties")).set("metadata", metadata);
          ((ObjectNode) schema).set("$defs", core.definitions);
          return StrictSchema.ofStructural(schema);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException(version + " " + kind);
  }

  private static StrictSchema core(String kind) {
    KubernetesSchemas schemas = new KubernetesSchemas();
    ObjectNode schema = schemas.schema(model("V1" + kind));
    schema.set("$defs", schemas.definitions);
    return new StrictSchema(schema);
  }

  private static Class<?> model(String name) {
    try {
      return Class.forName(MODELS + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("Kubernetes has no " + name, e);
    }
  }

  private ObjectNode schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (Map.class.isAssignableFrom((Class<?>) generic.getRawType())) {
        return typed("object").set("additionalProperties", schema(of[1]));
      }
      return typed("array").set("items", schema(of[0]));
    }
    Class<?> simple = (Class<?>) type;
    if (simple.getName().startsWith(MODELS)) {
      define(simple);
      return JSON.objectNode().put("$ref", "#/$defs/" + simple.getSimpleName());
    }
    if (simple == IntOrString.class) {
      ObjectNode either = JSON.objectNode();
      either.putArray("type").add("integer").add("string");
      return either;
    }
    if (simple == Quantity.class) {
      return typed("string").put("pattern", "^[0-9.]+([eE][0-9]+|[KMGTPE]i|[numkMGTPE])?$");
    }
    if (simple == Object.class) {
      return JSON.objectNode();
    }
    if (Number.class.isAssignableFrom(simple)) {
      return typed(simple == Double.class ? "number" : "integer");
    }
    return typed(simple == Boolean.class ? "boolean" : "string");
  }

  private void define(Class<?> model) {
    if (definitions.has(model.getSimpleName())) {
      return;
    }
    ObjectNode definition = definitions.putObject(model.getSimpleName());
    definition.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = definition.putObject("properties");
    for (Field field : model.getDeclaredFields()) {
      SerializedName name = field.getAnnotation(SerializedName.class);
      if (name != null) {
        properties.set(name.value(), schema(field.getGenericType()));
      }
    }
    try {
      Collection<?> required = (Collection<?>) model.getField("openapiRequiredFields").get(null);
      required.forEach(name -> definition.withArray("required").add((String) name));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the client's models are made otherwise", e);
    }
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put("type", type);
  }
}
