/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.discover.DiscoverOptions;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRegressionTest {
  @TempDir Path folder;

  @Test
  void aKeyThatDiffersFromAnAuditColumnInCaseOnlyIsWarnedOf() throws Exception {
    ProfiledFiles input = new ProfiledFiles(folder).with("a", "d", "{\"_SOURCE_FILE\":1}\n");
    assertThat(
            new Planner(
                    input.files(),
                    new DiscoverOptions(),
                    new PlanOptions(),
                    (r, b, c) -> new EncodingSample(1, 1, new BitSet()))
                .plan(input.profiles(1000), 1)
                .warnings())
        .hasSize(1);
  }

  @Test
  void equalPartsAreNotFollowedByACrumb() throws Exception {
    ProfiledFiles input =
        new ProfiledFiles(folder).with("a", "d", "{\"a\":\"0123456789\"}\n".repeat(20_000));
    assertThat(new PartFiller(16 << 10, 0.95, 1.15, 0.5).fill("d", input.ranges(2 << 10)))
        .hasSize(12);
  }
}
