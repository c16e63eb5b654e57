/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PlannedRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows that stay, for measuring a writer alone; the job's own are gone with the next line. */
public final class KeptRows {

  private KeptRows() {}

  /** All rows of a part. */
  public static List<TextRow> of(PartPlan part, DiscoverOptions options) throws IOException {
    List<TextRow> rows = new ArrayList<>();
    PartLines lines = new PartLines(part, options);
    RowStringifier stringifier = new RowStringifier(part, "2025-12-23 10:15:30.123456");
    for (PlannedRange range : part.ranges()) {
      lines.read(
          range,
          lines.open(range),
          Quarantine.none(),
          line -> rows.add(copy(stringifier.row(line))));
    }
    return rows;
  }

  private static TextRow copy(TextRow row) {
    TextRow copy = new TextRow(row.part());
    copy.begin(row.firstOfPart());
    for (int i = 0; i < row.getArity(); i++) {
      if (!row.isNullAt(i)) {
        byte[] text = row.getBinary(i);
        copy.set(i, text, 0, text.length);
      }
    }
    return copy;
  }
}
