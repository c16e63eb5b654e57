/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.json.LineReader;
import io.parquetry.json.ObjectScanner;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** Bytes to lines, and lines to fields. */
public class ScannerBenchmark {
  private static final int MAX_LINE_BYTES = 16 << 20;
  private static final int MAX_DEPTH = 1000;
  private static final JsonFactory JACKSON = new JsonFactory();
  private static final ObjectMapper TREES = new ObjectMapper();

  /** Lines only, with the reader of the job. */
  @Benchmark
  public void linesParquetry(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    try (LineReader line = lines(sample)) {
      while (line.next()) {
        taken.consume(line.end());
      }
    }
    done.add(sample);
  }

  /** Lines only, the obvious way. */
  @Benchmark
  public void linesObvious(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    try (BufferedReader reader = reader(sample)) {
      String line = reader.readLine();
      while (line != null) {
        taken.consume(line);
        line = reader.readLine();
      }
    }
    done.add(sample);
  }

  /** Lines and fields, checked, with the scanner of the job. */
  @Benchmark
  public void fieldsParquetry(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    ObjectScanner scanner = new ObjectScanner(MAX_DEPTH, sample.part().columns().keyPositions());
    try (LineReader line = lines(sample)) {
      while (line.next()) {
        taken.consume(scanner.scan(line.bytes(), line.start(), line.end()));
      }
    }
    done.add(sample);
  }

  /** Fields with Jackson's stream of tokens over the whole text. */
  @Benchmark
  public void fieldsJacksonStreaming(Sample sample, Sample.Done done, Blackhole taken)
      throws IOException {
    try (JsonParser parser = JACKSON.createParser(sample.text())) {
      while (parser.nextToken() != null) {
        taken.consume(parser.currentTokenId());
      }
    }
    done.add(sample);
  }

  /** Fields as Jackson's trees, from bytes. */
  @Benchmark
  public void fieldsJacksonTree(Sample sample, Sample.Done done, Blackhole taken)
      throws IOException {
    Iterator<JsonNode> objects = TREES.readerFor(JsonNode.class).readValues(sample.text());
    objects.forEachRemaining(taken::consume);
    done.add(sample);
  }

  /** Fields the obvious way: a String for each line, and a tree for each String. */
  @Benchmark
  public void fieldsObvious(Sample sample, Sample.Done done, Blackhole taken) throws IOException {
    try (BufferedReader reader = reader(sample)) {
      String line = reader.readLine();
      while (line != null) {
        taken.consume(TREES.readTree(line));
        line = reader.readLine();
      }
    }
    done.add(sample);
  }

  private static LineReader lines(Sample sample) throws IOException {
    byte[] text = sample.text();
    return new LineReader(MAX_LINE_BYTES).openStart(new ByteArrayInputStream(text), text.length);
  }

  private static BufferedReader reader(Sample sample) {
    return new BufferedReader(
        new InputStreamReader(new ByteArrayInputStream(sample.text()), StandardCharsets.UTF_8));
  }
}
