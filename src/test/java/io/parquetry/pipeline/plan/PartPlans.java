/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.util.List;

/** Part plans made by hand, for tests of what comes behind. */
public final class PartPlans {
  private PartPlans() {}

  /** A part without ranges whose columns are these keys and the two audit columns. */
  public static PartPlan withKeys(String... keys) {
    return PartPlan.sample(List.of(), Columns.of(List.of(keys), new PlanOptions()));
  }
}
