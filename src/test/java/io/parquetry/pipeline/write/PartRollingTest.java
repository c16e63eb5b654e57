/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PartPlans;
import io.parquetry.pipeline.stringify.TextRow;
import io.parquetry.pipeline.stringify.TextRows;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartRollingTest {
  private static final long ROLL_BYTES = 5000;

  private final PartPlan part = PartPlans.rollingAt(ROLL_BYTES, "a");
  private final AtomicInteger looks = new AtomicInteger();

  @ParameterizedTest(name = "texts of {0} bytes: a look every {1} rows")
  @CsvSource({"10, 104858", "1000, 1049", "1048576, 1", "3000000, 1"})
  void aFileIsLookedAtOnceForAMegabyteOfTextAndRolledWhereItIsTooLarge(int length, int every)
      throws IOException {
    PartRolling rolling = new PartRolling();
    TextRow row = TextRows.of(part, "x".repeat(length));
    for (int i = 1; i <= 3 * every; i++) {
      boolean large = i > 2 * every;
      boolean rolled = rolling.shouldRollOnEvent(fileOf(large ? ROLL_BYTES : 4999), row);
      assertThat(rolled).as("row " + i).isEqualTo(i == 3 * every);
      assertThat(looks.get()).as("row " + i).isEqualTo(i / every);
    }
  }

  private PartFileInfo<String> fileOf(long size) {
    return new PartFileInfo<>() {
      @Override
      public String getBucketId() {
        return "bucket";
      }

      @Override
      public long getCreationTime() {
        return 0;
      }

      @Override
      public long getSize() {
        looks.incrementAndGet();
        return size;
      }

      @Override
      public long getLastUpdateTime() {
        return 0;
      }
    };
  }
}
