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

  /** The same, which goes on in another file at this size. */
  public static PartPlan rollingAt(long rollBytes, String... keys) {
    Columns columns = Columns.of(List.of(keys), new PlanOptions());
    return new PartPlan(0, 0, "2025-12-23", List.of(), columns, rollBytes, 0);
  }
}
