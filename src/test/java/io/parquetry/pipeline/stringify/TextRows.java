/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.pipeline.plan.PartPlan;
import java.nio.charset.StandardCharsets;

/** Rows made by hand, for tests of what comes behind. */
public final class TextRows {
  private TextRows() {}

  /** A row of these values, in the order of the part's columns; null is NULL. */
  public static TextRow of(PartPlan part, String... values) {
    TextRow row = new TextRow(part);
    row.begin(false);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        byte[] text = values[i].getBytes(StandardCharsets.UTF_8);
        row.set(i, text, 0, text.length);
      }
    }
    return row;
  }
}
