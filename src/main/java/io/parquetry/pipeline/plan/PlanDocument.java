/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.json.Defect;
import io.parquetry.json.JsonKind;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.ColumnProfile;
import io.parquetry.pipeline.discover.RangeProfile;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The plan as a JSON document on storage. Publishing reads it there, so that it can be repeated
 * after a crash; it is also the larger part of the run report.
 */
public final class PlanDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CHARACTERS_OF_TYPE = 10_000;

  private PlanDocument() {}

  /**
   * Writes the plan of an attempt.
   *
   * @param planning when planning began, which is when discovery had ended
   * @param quarantined whether bad records are kept
   * @return the plan's fingerprint, by which files know that they were written by it
   */
  public static String write(Run run, RunPlan plan, Instant planning, boolean quarantined)
      throws IOException {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    stages(document.putObject("stages"), run, planning);
    document.put("encoding_ratio", plan.encodingRatio());
    document.put("columns_given", plan.columnsGiven());
    ArrayNode warnings = document.putArray("warnings");
    run.warnings().forEach(warnings::add);
    plan.warnings().forEach(warnings::add);
    ObjectNode totals = document.putObject("totals");
    files(document.putArray("files"), totals, run.files(), plan.profiles());
    causes(document.putObject("bad_records_by_cause"), plan.profiles());
    columns(document.putArray("columns"), plan.columns());
    parts(document.putArray("parts"), plan.parts());
    String fingerprint = fingerprint(document);
    document.put("fingerprint", fingerprint);
    ArrayNode quarantine = document.putArray("quarantine");
    if (quarantined) {
      plan.parts().stream()
          .flatMap(part -> part.ranges().stream())
          .filter(range -> range.bad() > 0)
          .forEach(range -> quarantine.add(range.quarantine(run).name()));
    }
    document.put("planned_at", Instant.now().toString());
    Storage.write(location(run), JSON.writeValueAsBytes(document));
    return fingerprint;
  }

  /** Of what is decided, and not of when. */
  private static String fingerprint(ObjectNode document) throws IOException {
    return Run.digest(JSON.writeValueAsBytes(document.deepCopy().without("stages")));
  }

  /** Reads the plan of an attempt. */
  public static ObjectNode read(Run run) throws IOException {
    return (ObjectNode) JSON.readTree(Storage.read(location(run)));
  }

  private static Location location(Run run) {
    return run.folder().child("plan-" + run.attempt() + ".json");
  }

  private static void stages(ObjectNode stages, Run run, Instant planning) {
    Instant collected = run.start().plus(run.collectTime());
    stages.put("collect_ms", run.collectTime().toMillis());
    stages.put("discover_ms", Duration.between(collected, planning).toMillis());
    stages.put("plan_ms", Duration.between(planning, Instant.now()).toMillis());
  }

  private static void files(
      ArrayNode target, ObjectNode totals, List<InputFile> files, List<RangeProfile> profiles) {
    int next = 0;
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      ObjectNode node = target.addObject().put("uri", file.uri()).put("date", file.date());
      node.put("modified", Instant.ofEpochMilli(file.modificationTime()).toString());
      ObjectNode counts = JsonNodeFactory.instance.objectNode().put("bytes", file.length());
      while (next < profiles.size() && profiles.get(next).range().file() == i) {
        RangeProfile profile = profiles.get(next++);
        add(counts, "text_bytes", profile.textBytes());
        add(counts, "lines", profile.lines());
        add(counts, "rows", profile.rows());
        add(counts, "extra_rows", profile.extraRows());
        add(counts, "blank", profile.blank());
        add(counts, "bad", profile.bad());
        add(counts, "duplicate_keys", profile.duplicateKeys());
      }
      node.setAll(counts);
      counts.fields().forEachRemaining(e -> add(all, e.getKey(), e.getValue().asLong()));
    }
    totals.put("files", files.size());
    totals.setAll(all);
  }

  static void add(ObjectNode node, String member, long count) {
    node.put(member, node.path(member).asLong() + count);
  }

  private static void causes(ObjectNode target, List<RangeProfile> profiles) {
    Map<Defect, Long> causes = new EnumMap<>(Defect.class);
    for (RangeProfile profile : profiles) {
      profile.defects().forEach((defect, count) -> causes.merge(defect, count, Long::sum));
    }
    causes.forEach((defect, count) -> target.put(defect.name(), count));
  }

  private static void columns(ArrayNode target, List<ColumnProfile> columns) {
    for (ColumnProfile column : columns) {
      ObjectNode node = target.addObject().put("name", column.name());
      if (column.types() != null) {
        boolean nameless = column.name().isEmpty();
        node.put("spark_type", nameless ? "" : column.types().text(MOST_CHARACTERS_OF_TYPE));
      }
      ObjectNode types = node.putObject("types");
      for (JsonKind kind : JsonKind.values()) {
        if (column.count(kind) > 0) {
          types.put(kind.name().toLowerCase(Locale.ROOT), column.count(kind));
        }
      }
    }
  }

  private static void parts(ArrayNode target, List<PartPlan> parts) {
    for (PartPlan part : parts) {
      target
          .addObject()
          .put("part", part.index())
          .put("date", part.date())
          .put("ranges", part.ranges().size())
          .put("rows", part.rows())
          .put("estimated_bytes", part.estimatedBytes());
    }
  }
}
