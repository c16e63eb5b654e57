/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.flink.FinalFailures;
import io.parquetry.flink.LogContext;
import io.parquetry.flink.Progress;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.RangeProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers all profiles, then lets {@link Planner} decide. One task. */
public final class PlanOperator extends AbstractStreamOperator<PartPlan>
    implements OneInputStreamOperator<RangeProfile, PartPlan>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PlanOperator.class);

  private final Run run;
  private final Planner planner;
  private final int lanes;
  private final boolean quarantined;
  private final boolean dryRun;

  private transient List<RangeProfile> profiles;
  private transient volatile int parts;

  /**
   * The plan step of a run.
   *
   * @param lanes how many writer tasks follow
   * @param quarantined whether bad records are kept
   * @param dryRun whether the plan is told only, and neither kept nor carried out
   */
  public PlanOperator(Run run, Planner planner, int lanes, boolean quarantined, boolean dryRun) {
    this.quarantined = quarantined;
    this.dryRun = dryRun;
    this.run = run;
    this.planner = planner;
    this.lanes = lanes;
  }

  @Override
  public void open() throws Exception {
    super.open();
    LogContext.enter(run.id());
    Progress.metrics(getMetricGroup(), "plan").gauge("parts", () -> parts);
    profiles = new ArrayList<>();
  }

  @Override
  public void processElement(StreamRecord<RangeProfile> profile) {
    profiles.add(profile.getValue());
  }

  @Override
  public void endInput() throws Exception {
    FinalFailures.marked(
        () -> {
          plan();
          return null;
        });
  }

  private void plan() throws IOException {
    if (PublishRecord.isOf(run)) {
      // This is a restart behind the record: what it names is not to be touched again.
      return;
    }
    Instant planning = Instant.now();
    PublishRecord.checkNoOther(run);
    RunPlan plan = planner.plan(profiles, lanes);
    parts = plan.parts().size();
    plan.warnings().forEach(LOG::warn);
    plan.summary().forEach(LOG::info);
    if (dryRun) {
      return;
    }
    String fingerprint = PlanDocument.write(run, plan, planning, quarantined);
    for (PartPlan part : plan.parts()) {
      output.collect(new StreamRecord<>(part.of(fingerprint)));
    }
  }
}
