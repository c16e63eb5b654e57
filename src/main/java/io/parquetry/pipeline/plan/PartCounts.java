/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.Defect;
import io.parquetry.json.KeyTable;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.BadLine;
import io.parquetry.storage.Location;
import io.parquetry.storage.Requests;
import io.parquetry.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What reading a part has found, where the columns were given and discovery has counted lines only,
 * or nothing. Each part has its own on storage, as a JSON document that is written again when the
 * part is; publishing completes the plan by them.
 */
public final class PartCounts {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the keys without a column, so many are kept for each part, and named in all. */
  private static final int KEYS_KEPT = 1000;

  private static final int KEYS_NAMED = 5;

  private final PartPlan part;
  private final ArrayNode ranges = JsonNodeFactory.instance.arrayNode();
  private final KeyTable keysWithoutColumn = new KeyTable();
  private long fieldsWithoutColumn;
  private long duplicateKeys;

  /** Nothing found yet. */
  public PartCounts(PartPlan part) {
    this.part = part;
  }

  /** A field whose key has no column. */
  public void addWithoutColumn(byte[] key, int from, int to) {
    fieldsWithoutColumn++;
    if (keysWithoutColumn.find(key, from, to) == KeyTable.ABSENT
        && keysWithoutColumn.size() < KEYS_KEPT) {
      keysWithoutColumn.add(key, from, to);
    }
  }

  /** A key that stood in its object before. */
  public void addDuplicate() {
    duplicateKeys++;
  }

  /** A range has been read to its end. */
  public void add(
      PlannedRange range,
      long lines,
      long rows,
      long blank,
      Map<Defect, Long> defects,
      List<BadLine> first) {
    long bad = defects.values().stream().mapToLong(Long::longValue).sum();
    ObjectNode node =
        ranges
            .addObject()
            .put("file", range.range().file())
            .put("offset", range.range().offset())
            .put("lines_more", range.readBefore() ? 0 : lines)
            .put("rows", rows)
            .put("blank", blank)
            .put("bad", bad)
            .put("duplicate_keys", duplicateKeys);
    duplicateKeys = 0;
    ObjectNode causes = node.putObject("causes");
    defects.forEach((defect, count) -> causes.put(defect.name(), count));
    ArrayNode firstBad = node.putArray("first_bad");
    first.forEach(line -> firstBad.add(line.describe(range.file(), range.linesBefore())));
  }

  /** Keeps all that was found. */
  public void write(Run run) throws IOException {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("fields_without_column", fieldsWithoutColumn);
    ArrayNode keys = document.putArray("keys_without_column");
    for (int i = 0; i < keysWithoutColumn.size(); i++) {
      keys.add(keysWithoutColumn.name(i));
    }
    document.set("ranges", ranges);
    Storage.write(location(run, part.index()), JSON.writeValueAsBytes(document));
  }

  private static Location location(Run run, int part) {
    return run.folder().child("counts-" + run.attempt() + "-" + part + ".json");
  }

  /**
   * Puts into a plan what reading all its parts has found; a plan that was made knowing it stays.
   *
   * @return what the user should know of it, which the plan has now as well
   * @throws io.parquetry.failure.ParquetryException for more bad records than allowed
   */
  public static List<String> complete(ObjectNode plan, Run run, BadRecordLimit limit)
      throws IOException {
    if (!plan.get("columns_given").asBoolean()) {
      return List.of();
    }
    List<String> firstBad = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    long fields = 0;
    boolean allKeys = true;
    List<ObjectNode> parts = new ArrayList<>();
    plan.get("parts").forEach(part -> parts.add((ObjectNode) part));
    List<JsonNode> countsOfParts =
        Requests.all(
            parts, part -> JSON.readTree(Storage.read(location(run, part.get("part").asInt()))));
    for (int i = 0; i < parts.size(); i++) {
      ObjectNode part = parts.get(i);
      JsonNode counts = countsOfParts.get(i);
      checkComplete(part, counts);
      allKeys &= counts.get("keys_without_column").size() < KEYS_KEPT;
      fields += counts.get("fields_without_column").asLong();
      counts.get("keys_without_column").forEach(key -> keys.add(key.asText()));
      for (JsonNode range : counts.get("ranges")) {
        PlanDocument.add(part, "rows", range.get("rows").asLong());
        addRange(plan, range);
        if (limit.quarantined() && range.get("bad").asLong() > 0) {
          ((ArrayNode) plan.get("quarantine"))
              .add(
                  PlannedRange.quarantineName(
                      run, range.get("file").asInt(), range.get("offset").asLong()));
        }
        range.get("first_bad").forEach(line -> firstBad.add(line.asText()));
      }
    }
    JsonNode totals = plan.get("totals");
    long bad = totals.get("bad").asLong();
    limit.check(bad, bad + totals.get("rows").asLong(), firstBad, "published");
    List<String> warnings = new ArrayList<>();
    long duplicates = totals.get("duplicate_keys").asLong();
    if (duplicates > 0) {
      warnings.add(Planner.duplicatesTaken(duplicates));
    }
    if (fields > 0) {
      warnings.add(withoutColumn(fields, keys, allKeys));
    }
    warnings.forEach(((ArrayNode) plan.get("warnings"))::add);
    return warnings;
  }

  private static void checkComplete(ObjectNode part, JsonNode counts) {
    int expected = part.get("ranges").asInt();
    int found = counts.get("ranges").size();
    if (expected != found) {
      throw ParquetryException.at(
          FailureKind.VERIFICATION,
          "part " + part.get("part").asInt(),
          "what was counted is not all of the part: expected "
              + expected
              + " ranges, found "
              + found
              + "; nothing is published. Please report this with the plan document of the run");
    }
  }

  private static void addRange(ObjectNode plan, JsonNode range) {
    JsonNode file = plan.get("files").get(range.get("file").asInt());
    for (ObjectNode counts : List.of((ObjectNode) file, (ObjectNode) plan.get("totals"))) {
      PlanDocument.add(counts, "lines", range.get("lines_more").asLong());
      PlanDocument.add(counts, "rows", range.get("rows").asLong());
      PlanDocument.add(counts, "blank", range.get("blank").asLong());
      PlanDocument.add(counts, "bad", range.get("bad").asLong());
      PlanDocument.add(counts, "duplicate_keys", range.get("duplicate_keys").asLong());
    }
    ObjectNode causes = (ObjectNode) plan.get("bad_records_by_cause");
    range
        .get("causes")
        .fields()
        .forEachRemaining(
            cause -> PlanDocument.add(causes, cause.getKey(), cause.getValue().asLong()));
  }

  private static String withoutColumn(long fields, Set<String> keys, boolean allKeys) {
    List<String> named = new ArrayList<>();
    keys.stream().limit(KEYS_NAMED).forEach(key -> named.add('"' + Excerpt.of(key) + '"'));
    return fields
        + " values have no column among those given by --columns and were not written; their keys: "
        + String.join(", ", named)
        + (keys.size() > KEYS_NAMED
            ? " and " + (allKeys ? "" : "at least ") + (keys.size() - KEYS_NAMED) + " more"
            : "");
  }
}
