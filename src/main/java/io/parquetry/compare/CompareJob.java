/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.flink.BatchSettings;
import io.parquetry.flink.HandOverType;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Compares two outputs as multisets of rows, in one job.
 *
 * <pre>
 * ranges of rows (n) ─▶ read (n) ─sorted by row─▶ count (n) ─sorted by key─▶ pair (n) ─▶ report (1)
 *                               marks                    marks                  tallies
 * </pre>
 *
 * <p>Only digests of rows cross the network and are sorted, by Flink, in managed memory and on
 * disk; so neither rows nor files need fit into memory. The report reads the few rows that it shows
 * once more. The result is an accumulator, which whoever waits for the job is given with its end.
 */
public final class CompareJob {
  /** What the job is called. */
  public static final String NAME = "parquetry compare";

  private static final TypeInformation<Tuple2<Long, Long>> DIGEST =
      Types.TUPLE(Types.LONG, Types.LONG);

  private final Comparison comparison;
  private final int tasks;

  /**
   * A job.
   *
   * @param parallelism how many tasks read and sort at once
   */
  public CompareJob(Comparison comparison, int parallelism) {
    this.comparison = comparison;
    this.tasks = parallelism;
  }

  /** Adds the graph to an environment, which then can be executed once. */
  public void build(StreamExecutionEnvironment environment) {
    BatchSettings.apply(environment, tasks);
    List<ComparedFile> files = comparison.files();
    List<RowRange> ranges = RowRange.of(files);
    ComparedColumns columns = comparison.columns();
    DataStream<RowMark> marks =
        environment
            .fromSequence(0, Math.max(0, ranges.size() - 1))
            .name("ranges of rows")
            .uid("compare-ranges")
            .flatMap(new MarkFunction(files, ranges, columns))
            .returns(Types.VALUE(RowMark.class))
            .name("read")
            .uid("compare-read");
    DataStream<RowMark> counted =
        marks
            .keyBy(by(RowMark::row), DIGEST)
            .transform("count", Types.VALUE(RowMark.class), new CountOperator())
            .uid("compare-count");
    counted
        .keyBy(by(RowMark::key), DIGEST)
        .transform("pair", HandOverType.serialized(Tally.class), new PairOperator(columns.keyed()))
        .uid("compare-pair")
        .global()
        .transform("report", Types.STRING, new ReportOperator(files, columns))
        .uid("compare-report")
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .name("reported")
        .uid("compare-reported")
        .setParallelism(1);
  }

  private interface DigestOf extends Serializable {
    Digest of(RowMark mark);
  }

  private static KeySelector<RowMark, Tuple2<Long, Long>> by(DigestOf part) {
    return mark -> Tuple2.of(part.of(mark).high(), part.of(mark).low());
  }

  /** The whole result, of the job's end; its fields are told in src/docs/comparing.md. */
  public ObjectNode result(JobExecutionResult end) throws JsonProcessingException {
    List<String> parts = end.getAccumulatorResult(ReportOperator.RESULT);
    JsonNode ofRows = new ObjectMapper().readTree(parts.get(0));
    ObjectNode result = comparison.describe();
    boolean equalRows = true;
    for (String kind : List.of("only_left", "only_right", "changed")) {
      equalRows &= ofRows.get("rows").path(kind).asLong() == 0;
    }
    result.put("equal", result.get("equal").asBoolean() && equalRows);
    result.setAll((ObjectNode) ofRows);
    return result;
  }
}
