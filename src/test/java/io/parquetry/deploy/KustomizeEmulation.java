/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code kustomize build} makes of a folder, for the few features that the files below k8s/
 * use: resources, components, a namespace, and patches that replace what is there. Anything else is
 * refused. A test holds it to the real one where that is installed.
 */
final class KustomizeEmulation {
  private static final Set<String> FEATURES =
      Set.of("apiVersion", "kind", "resources", "components", "namespace", "patches");

  private final List<JsonNode> resources = new ArrayList<>();
  private final Set<String> patches = new TreeSet<>();
  private final Set<String> applied = new TreeSet<>();

  private KustomizeEmulation() {}

  static KustomizeEmulation build(Path folder) throws IOException {
    KustomizeEmulation emulation = new KustomizeEmulation();
    emulation.add(folder.normalize());
    return emulation;
  }

  List<JsonNode> resources() {
    return resources;
  }

  /** All patches that were met, by file and number. */
  Set<String> patches() {
    return patches;
  }

  /** The patches that had something to replace. */
  Set<String> applied() {
    return applied;
  }

  private void add(Path folder) throws IOException {
    Path file = folder.resolve("kustomization.yaml");
    JsonNode kustomization = Yaml.read(file).get(0);
    kustomization
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FEATURES.contains(name)) {
                throw new IllegalArgumentException(file + ": not emulated: " + name);
              }
            });
    for (JsonNode resource : kustomization.path("resources")) {
      Path path = folder.resolve(resource.asText()).normalize();
      if (Files.isDirectory(path)) {
        add(path);
      } else {
        resources.addAll(Yaml.read(path));
      }
    }
    for (JsonNode component : kustomization.path("components")) {
      add(folder.resolve(component.asText()).normalize());
    }
    int number = 0;
    for (JsonNode patch : kustomization.path("patches")) {
      apply(patch, file + " patch " + ++number);
    }
    if (kustomization.has("namespace")) {
      moveTo(kustomization.get("namespace").asText());
    }
  }

  private void apply(JsonNode patch, String name) throws IOException {
    patches.add(name);
    JsonNode target = patch.get("target");
    for (JsonNode resource : resources) {
      boolean meant = target.get("kind").equals(resource.get("kind"));
      if (target.has("name")) {
        meant &= target.get("name").equals(resource.at("/metadata/name"));
      }
      if (meant) {
        applied.add(name);
        for (JsonNode operation : Yaml.parse(patch.get("patch").asText())) {
          replace(resource, operation, name);
        }
      }
    }
  }

  private static void replace(JsonNode resource, JsonNode operation, String name) {
    JsonPointer path = JsonPointer.compile(operation.get("path").asText());
    if (!operation.get("op").asText().equals("replace")) {
      throw new IllegalArgumentException(name + ": not emulated: " + operation);
    }
    if (resource.at(path).isMissingNode()) {
      throw new IllegalArgumentException(name + ": there is no " + path);
    }
    JsonNode parent = resource.at(path.head());
    if (parent.isArray()) {
      ((ArrayNode) parent).set(path.last().getMatchingIndex(), operation.get("value"));
    } else {
      ((ObjectNode) parent).set(path.last().getMatchingProperty(), operation.get("value"));
    }
  }

  private void moveTo(String namespace) {
    for (JsonNode resource : resources) {
      ObjectNode metadata = (ObjectNode) resource.get("metadata");
      if (resource.get("kind").asText().equals("Namespace")) {
        metadata.put("name", namespace);
      } else {
        metadata.put("namespace", namespace);
      }
      resource.path("subjects").forEach(s -> ((ObjectNode) s).put("namespace", namespace));
    }
  }
}
