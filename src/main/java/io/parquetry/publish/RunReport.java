/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.config.Program;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.write.DateFolders;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * What a run says of itself, {@code <output>/_parquetry/<run>/report.json}. It also carries the
 * statistics of the old Glue job under their names: {@code batches_processed} (here: part files),
 * {@code records_processed}, {@code errors} (here: bad records) and {@code start_time}.
 */
public final class RunReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String NAME = "report.json";

  private RunReport() {}

  /** Where the report of a published run lies. */
  public static Location location(PublishRecord record) {
    return record.location().parent().child(NAME);
  }

  /** A report as it is written. */
  static byte[] bytes(ObjectNode report) throws IOException {
    return JSON.writeValueAsBytes(report);
  }

  /**
   * The report of a run.
   *
   * @param previous the report of the generation before, which this one replaces
   */
  static ObjectNode published(
      Run run,
      ObjectNode plan,
      List<WrittenFile> files,
      Optional<ObjectNode> previous,
      Instant publishing) {
    Instant end = Instant.now();
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("run", run.id());
    report.put("attempt", run.attempt());
    report.put("generation", run.generation());
    report.put("status", "published");
    report
        .putObject("program")
        .put("name", "parquetry")
        .put("version", Program.version())
        .put("revision", Program.revision())
        .put("flink", EnvironmentInformation.getVersion());
    report.put("manifest", run.manifest().toString());
    report.put("start_time", run.start().toString());
    report.put("end_time", end.toString());
    report.put("processing_timestamp", run.timestamp());
    report.put("output", run.output().toString());
    ObjectNode totals = (ObjectNode) plan.get("totals");
    report.put("batches_processed", files.size());
    report.set("records_processed", totals.get("rows"));
    report.set("errors", totals.get("bad"));
    ObjectNode stages = (ObjectNode) plan.get("stages");
    Instant planned = Instant.parse(plan.get("planned_at").asText());
    stages.put("write_ms", Duration.between(planned, publishing).toMillis());
    stages.put("publish_ms", Duration.between(publishing, end).toMillis());
    stages.put("total_ms", Duration.between(run.start(), end).toMillis());
    report.set("stages", stages);
    outputFiles(report, totals, files);
    folders(report, run, previous);
    for (String member :
        List.of(
            "totals",
            "warnings",
            "bad_records_by_cause",
            "quarantine",
            "encoding_ratio",
            "fingerprint",
            "columns_given",
            "columns")) {
      report.set(member, plan.get(member));
    }
    ObjectNode options = report.putObject("options");
    run.options().forEach(options::put);
    report.set("files", plan.get("files"));
    return report;
  }

  private static void outputFiles(ObjectNode report, ObjectNode totals, List<WrittenFile> files) {
    ArrayNode target = report.putArray("output_files");
    long bytes = 0;
    for (WrittenFile file : files) {
      target
          .addObject()
          .put("path", file.location().toString())
          .put("part", file.footer().part())
          .put("bytes", file.footer().bytes())
          .put("rows", file.footer().rows())
          .put("row_groups", file.footer().rowGroups());
      bytes += file.footer().bytes();
    }
    totals.put("output_files", files.size());
    totals.put("output_bytes", bytes);
  }

  /** Dates of this run; and the folders in which files of the run may lie, older ones too. */
  private static void folders(ObjectNode report, Run run, Optional<ObjectNode> previous) {
    Set<String> dates = new TreeSet<>();
    run.files().forEach(file -> dates.add(file.date()));
    Set<String> folders = new TreeSet<>();
    dates.forEach(date -> folders.add(DateFolders.name(date)));
    previous.ifPresent(old -> old.get("folders").forEach(name -> folders.add(name.asText())));
    dates.forEach(report.putArray("dates")::add);
    folders.forEach(report.putArray("folders")::add);
  }
}
