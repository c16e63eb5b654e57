/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.parquetry.json.Defect;
import io.parquetry.json.LineReader;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.pipeline.plan.PlannedRange;
import io.parquetry.storage.S3Refusal;
import io.parquetry.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Where bad records are kept: one NDJSON file for each range that has any, named after the range,
 * so that writing it again replaces it. It is shown when the range has been read to its end: what a
 * task leaves that was cancelled must not replace what the next one has kept. Fields: file, line,
 * offset, length, cause, column, and the raw bytes as {@code text}, or as {@code base64} where they
 * are not UTF-8.
 */
public final class Quarantine {
  private static final JsonFactory JSON = new JsonFactory();

  private final Run run;

  private Quarantine(Run run) {
    this.run = run;
  }

  /** Keeps bad records in the folder of a run. */
  public static Quarantine of(Run run) {
    return new Quarantine(run);
  }

  /** Keeps nothing. */
  public static Quarantine none() {
    return new Quarantine(null);
  }

  /** The bad records of one range. */
  RangeRecords of(PlannedRange range) {
    return new RangeRecords(range);
  }

  /** Gathers the bad records of one range in a file of this machine, if there are any. */
  final class RangeRecords implements Closeable {
    private final PlannedRange range;
    private Path gathered;
    private JsonGenerator out;

    private RangeRecords(PlannedRange range) {
      this.range = range;
    }

    /**
     * Keeps one record.
     *
     * @param number the line in the file, from 1
     * @param at the byte in the line, from 0, at which the defect was seen
     */
    void add(long number, LineReader line, Defect defect, long at) throws IOException {
      if (run == null) {
        return;
      }
      if (out == null) {
        gathered = Files.createTempFile("parquetry-quarantine", ".ndjson");
        out = JSON.createGenerator(Files.newOutputStream(gathered));
        out.setRootValueSeparator(null);
      }
      out.writeStartObject();
      out.writeStringField("file", range.file().uri());
      out.writeNumberField("line", number);
      out.writeNumberField("offset", line.offset());
      out.writeNumberField("length", line.length());
      out.writeStringField("cause", defect.name());
      out.writeStringField("sentence", defect.sentence());
      out.writeNumberField("column", at + 1);
      if (line.tooLong()) {
        out.writeBooleanField("truncated", true);
      }
      writeRaw(line);
      out.writeEndObject();
      out.writeRaw('\n');
    }

    private void writeRaw(LineReader line) throws IOException {
      int length = line.end() - line.start();
      ByteBuffer raw = ByteBuffer.wrap(line.bytes(), line.start(), length);
      String text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(raw).toString();
      } catch (CharacterCodingException e) {
        ByteBuffer again = ByteBuffer.wrap(line.bytes(), line.start(), length);
        byte[] base64 = Base64.getEncoder().encode(again).array();
        out.writeStringField("base64", new String(base64, StandardCharsets.US_ASCII));
        return;
      }
      out.writeStringField("text", text);
    }

    /** The range has been read to its end: what was gathered is shown. */
    void keep() throws IOException {
      if (out == null) {
        return;
      }
      out.close();
      try {
        Storage.write(range.quarantine(run), gathered.toFile());
      } catch (IOException e) {
        throw S3Refusal.of(range.quarantine(run), e);
      }
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
        Files.deleteIfExists(gathered);
      }
    }
  }
}
