/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.Defect;
import io.parquetry.pipeline.collect.CollectOptions;
import io.parquetry.pipeline.collect.Collector;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PartCountsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private List<PlannedRange> ranges;
  private Run run;

  @BeforeEach
  void aRunOfTwoFiles() throws IOException {
    ranges =
        new ProfiledFiles(folder)
            .with("a-2025-12-23.ndjson", "2025-12-23", "{\"a\":1}\nbad\n\n")
            .with("b-2025-12-23.ndjson", "2025-12-23", "{\"a\":2}\n")
            .ranges(Long.MAX_VALUE / 2);
    Path manifest =
        Files.writeString(
            folder.resolve("m.json"),
            "{\"fileLocations\":[{\"URIs\":[\"a-2025-12-23.ndjson\",\"b-2025-12-23.ndjson\"]}]}");
    Location output = Location.parse(folder.resolve("out").toString());
    CollectOptions options =
        CommandLine.populateCommand(new CollectOptions(), "--manifest=" + manifest);
    Location source = Location.parse(manifest.toString());
    run =
        Run.attempt(
            Collector.read(source, options, output).collect(), output, Instant.now(), Map.of());
  }

  @Test
  void whatReadingHasFoundCompletesThePlan() throws IOException {
    PartCounts counts = new PartCounts(PartPlan.sample(ranges, columns()));
    counts.add(ranges.get(0), 3, 1, 1, Map.of(Defect.VALUE_EXPECTED, 1L), List.of());
    counts.add(ranges.get(1), 1, 1, 0, Map.of(), List.of());
    counts.write(run);
    ObjectNode plan = plan();
    PartCounts.complete(plan, run, limit());
    assertThat(plan.get("parts").get(0).get("rows").asLong()).isEqualTo(2);
    assertThat(plan.get("totals").get("rows").asLong()).isEqualTo(2);
    assertThat(plan.get("totals").get("bad").asLong()).isEqualTo(1);
  }

  @Test
  void countsThatLackARangeOfThePartFail() throws IOException {
    PartCounts counts = new PartCounts(PartPlan.sample(ranges, columns()));
    counts.add(ranges.get(0), 3, 1, 1, Map.of(Defect.VALUE_EXPECTED, 1L), List.of());
    counts.write(run);
    assertThatThrownBy(() -> PartCounts.complete(plan(), run, limit()))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.VERIFICATION))
        .hasMessageStartingWith(
            "[part 0] what was counted is not all of the part: expected 2 ranges, found 1;");
  }

  private static Columns columns() {
    return Columns.given(List.of("a"), new PlanOptions());
  }

  private BadRecordLimit limit() {
    return new BadRecordLimit(new DiscoverOptions(), run.manifest());
  }

  private static ObjectNode plan() throws IOException {
    return (ObjectNode)
        JSON.readTree(
            "{\"columns_given\":true,\"parts\":[{\"part\":0,\"ranges\":2,\"rows\":0}],"
                + "\"files\":[{},{}],\"totals\":{},\"bad_records_by_cause\":{},"
                + "\"quarantine\":[],\"warnings\":[]}");
  }
}
