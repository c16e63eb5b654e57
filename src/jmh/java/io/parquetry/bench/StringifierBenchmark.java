/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.pipeline.plan.PlannedRange;
import io.parquetry.pipeline.stringify.PartLines;
import io.parquetry.pipeline.stringify.Quarantine;
import io.parquetry.pipeline.stringify.RowStringifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** A file to rows of text, reading and scanning included; {@code readOnly} is that part alone. */
public class StringifierBenchmark {
  private static final JsonFactory JACKSON = new JsonFactory();
  private static final ObjectMapper TREES = new ObjectMapper();

  /** The file read, scanned and checked as the job does, without rows. */
  @Benchmark
  public void readOnly(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    PartLines lines = new PartLines(sample.part(), sample.options());
    for (PlannedRange range : sample.part().ranges()) {
      lines.read(range, lines.open(range), Quarantine.none(), taken::consume);
    }
    done.add(sample);
  }

  /** The same, with the job's rows. */
  @Benchmark
  public void rowsParquetry(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    PartLines lines = new PartLines(sample.part(), sample.options());
    RowStringifier stringifier = new RowStringifier(sample.part(), "2025-12-23 10:15:30.123456");
    for (PlannedRange range : sample.part().ranges()) {
      lines.read(
          range,
          lines.open(range),
          Quarantine.none(),
          line -> taken.consume(stringifier.row(line)));
    }
    done.add(sample);
  }

  /** Jackson's tokens; of nested values the text is cut from the source by their offsets. */
  @Benchmark
  public void rowsJacksonStreaming(Sample sample, Sample.Done done, Blackhole taken)
      throws IOException {
    byte[] text = sample.text();
    try (JsonParser parser = JACKSON.createParser(text)) {
      while (parser.nextToken() != null) {
        Map<String, String> row = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          row.put(key, value(parser, text));
        }
        taken.consume(row);
      }
    }
    done.add(sample);
  }

  private static String value(JsonParser parser, byte[] text) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isStructStart()) {
      return parser.getText();
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    return new String(text, start, end - start, StandardCharsets.UTF_8);
  }

  /** The obvious way: a tree for each line, and the text of its members. */
  @Benchmark
  public void rowsObvious(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    Iterator<JsonNode> objects = TREES.readerFor(JsonNode.class).readValues(sample.text());
    while (objects.hasNext()) {
      Map<String, String> row = new HashMap<>();
      for (Map.Entry<String, JsonNode> field : objects.next().properties()) {
        JsonNode value = field.getValue();
        row.put(
            field.getKey(),
            value.isNull() ? null : value.isContainerNode() ? value.toString() : value.asText());
      }
      taken.consume(row);
    }
    done.add(sample);
  }
}
