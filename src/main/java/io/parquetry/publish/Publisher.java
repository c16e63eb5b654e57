/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.plan.BadRecordLimit;
import io.parquetry.pipeline.plan.PartCounts;
import io.parquetry.pipeline.plan.PlanDocument;
import io.parquetry.pipeline.write.PartFooter;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verb publish: decides when the run counts as done. Nothing is published unless all that was
 * written adds up with all that was read. The publish record is the instant: before it nothing
 * counts, behind it each step can be repeated, by this attempt or by any later one.
 *
 * <p>What other attempts have left goes only after the record is there, since of two attempts at
 * once neither may remove the files of the one that wins.
 */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Run run;
  private final BadRecordLimit limit;

  /** Publishes a run. */
  Publisher(Run run, BadRecordLimit limit) {
    this.run = run;
    this.limit = limit;
  }

  /**
   * Publishes the run, or completes what a crash has left of publishing it.
   *
   * @param committed the files that were committed by the attempt that won
   * @throws ParquetryException a {@link FailureKind#VERIFICATION} failure where sums differ; a
   *     {@link FailureKind#PUBLISHED} failure where another attempt was faster; a {@link
   *     FailureKind#BAD_RECORDS} failure where there are more of them than allowed
   */
  void publish(Collection<Location> committed) throws IOException {
    Instant publishing = Instant.now();
    Optional<PublishRecord> latest = PublishRecord.latest(run.folder());
    PublishRecord record =
        isThere(latest) ? latest.get() : createOrLose(committed, latest, publishing);
    if (!record.attempt().equals(run.attempt())) {
      Completion.afterLoss(run);
    }
    record.checkOf(run);
    new Completion(run.output(), record).complete();
  }

  private boolean isThere(Optional<PublishRecord> latest) {
    return latest.isPresent() && latest.get().generation() >= run.generation();
  }

  private PublishRecord createOrLose(
      Collection<Location> committed, Optional<PublishRecord> previous, Instant publishing)
      throws IOException {
    try {
      return create(committed, previous, publishing);
    } catch (IOException | ParquetryException e) {
      // An attempt that has published meanwhile removes the files that are being checked here.
      Optional<PublishRecord> latest = PublishRecord.latest(run.folder());
      if (!isThere(latest)) {
        if (e instanceof ParquetryException
            && ((ParquetryException) e).kind() == FailureKind.BAD_RECORDS) {
          // With columns given they are judged here, and no restart follows.
          Completion.afterRefusal(run, previous);
        }
        throw e;
      }
      return latest.get();
    }
  }

  private PublishRecord create(
      Collection<Location> committed, Optional<PublishRecord> previous, Instant publishing)
      throws IOException {
    ObjectNode plan = PlanDocument.read(run);
    PartCounts.complete(plan, run, limit).forEach(LOG::warn);
    List<WrittenFile> files = open(committed, plan.get("fingerprint").asText());
    check(plan, files);
    return PublishRecord.create(
        run,
        RunReport.published(run, plan, files, previous.map(PublishRecord::report), publishing));
  }

  private List<WrittenFile> open(Collection<Location> committed, String plan) throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    for (Location location : committed) {
      PartFooter footer = PartFooter.read(location);
      checkSame(location, "file of run", run.id(), footer.run());
      checkSame(location, "file of attempt", run.attempt(), footer.attempt());
      checkSame(location, "file written by plan", plan, footer.plan());
      files.add(new WrittenFile(location, footer));
    }
    files.sort(WrittenFile.BY_PART);
    return files;
  }

  private static void checkSame(Location location, String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw mismatch(location.toString(), "a " + what + " " + expected, "one of " + found);
    }
  }

  /** Rows of the footers against rows of the plan, part by part; lines against their sum. */
  private void check(ObjectNode plan, List<WrittenFile> files) {
    TreeMap<Integer, Long> rowsOfPart = new TreeMap<>();
    files.forEach(file -> rowsOfPart.merge(file.footer().part(), file.footer().rows(), Long::sum));
    for (JsonNode part : plan.get("parts")) {
      long expected = part.get("rows").asLong();
      Long found = rowsOfPart.remove(part.get("part").asInt());
      if (expected != (found == null ? 0 : found)) {
        throw mismatch("part " + part.get("part").asInt(), expected + " rows", found + " rows");
      }
    }
    if (!rowsOfPart.isEmpty()) {
      throw mismatch("the output", "the parts of the plan", "further parts " + rowsOfPart.keySet());
    }
    for (JsonNode file : plan.get("files")) {
      long lines = file.get("lines").asLong();
      long sum =
          file.get("rows").asLong()
              - file.get("extra_rows").asLong()
              + file.get("blank").asLong()
              + file.get("bad").asLong();
      if (lines != sum) {
        throw mismatch(file.get("uri").asText(), lines + " lines", sum + " accounted for");
      }
    }
  }

  private static ParquetryException mismatch(String where, String expected, String found) {
    return ParquetryException.at(
        FailureKind.VERIFICATION,
        where,
        "what was written does not add up with what was read: expected "
            + expected
            + ", found "
            + found
            + "; nothing is published. Please report this with the plan document of the run");
  }
}
