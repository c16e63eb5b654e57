/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline;

import io.parquetry.config.Problems;
import io.parquetry.pipeline.collect.CollectOptions;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.plan.PlanOptions;
import io.parquetry.pipeline.write.WriteOptions;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all stages; each stage holds its own. */
public final class ConvertOptions {
  @Mixin private CollectOptions collect = new CollectOptions();
  @Mixin private DiscoverOptions discover = new DiscoverOptions();
  @Mixin private PlanOptions plan = new PlanOptions();
  @Mixin private WriteOptions write = new WriteOptions();

  @Option(
      names = "--parallelism",
      paramLabel = "TASKS",
      description =
          "How many tasks read and write at once. Default: the cluster's; embedded: one for each"
              + " processor.")
  private Integer parallelism;

  @Option(
      names = "--if-published",
      paramLabel = "WHAT",
      description =
          "What to do with a manifest that is published already: ${COMPLETION-CANDIDATES}; replace"
              + " writes it again, and the old files go when the new ones are published. Default:"
              + " ${DEFAULT-VALUE}.")
  private IfPublished ifPublished = IfPublished.SKIP;

  @Option(
      names = "--dry-run",
      arity = "0..1",
      fallbackValue = "true",
      description = "Collect, discover and plan, say what would be written, and write nothing.")
  private boolean dryRun;

  /** What to do with a manifest that is published already. */
  public enum IfPublished {
    /** Nothing. */
    SKIP,
    /** End with a failure. */
    FAIL,
    /** Write it again. */
    REPLACE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What to do with a manifest that is published already. */
  public IfPublished ifPublished() {
    return ifPublished;
  }

  /** Whether the job ends with the plan and writes nothing. */
  public boolean dryRun() {
    return dryRun;
  }

  /** How many tasks read and write at once. */
  public int parallelism(int unlessGiven) {
    return parallelism == null ? unlessGiven : parallelism;
  }

  /** Which files. */
  public CollectOptions collect() {
    return collect;
  }

  /** What is a record. */
  public DiscoverOptions discover() {
    return discover;
  }

  /** How large the parts are. */
  public PlanOptions plan() {
    return plan;
  }

  /** Where they go. */
  public WriteOptions write() {
    return write;
  }

  /** Fails with everything that is wrong at once. */
  public void check() {
    Problems problems = new Problems();
    collect.check(problems);
    discover.check(problems);
    plan.check(problems);
    write.check(problems);
    problems.unless(
        parallelism == null || parallelism >= 1 && parallelism <= 10_000,
        "--parallelism",
        "expected 1 to 10000, found " + parallelism);
    problems.unless(
        discover.columns() == null
            || Collections.disjoint(
                discover.columns(), List.of(plan.timestampColumn(), plan.sourceColumn())),
        "--columns",
        "expected no audit column: "
            + plan.timestampColumn()
            + " and "
            + plan.sourceColumn()
            + " are always added behind the others");
    problems.unless(
        discover.badRecords() != DiscoverOptions.BadRecords.CORRUPT_RECORD
            || !List.of(plan.timestampColumn(), plan.sourceColumn())
                .contains(DiscoverOptions.CORRUPT_RECORD),
        "--bad-records=corrupt-record",
        "expected an audit column of another name than "
            + DiscoverOptions.CORRUPT_RECORD
            + ", which is the column of bad records");
    problems.throwIfAny();
  }
}
