/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.bench;

import io.parquetry.pipeline.stringify.KeptRows;
import io.parquetry.pipeline.stringify.TextRow;
import io.parquetry.pipeline.write.Codecs;
import io.parquetry.pipeline.write.PartWriters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Rows that are in memory to Parquet, which nobody keeps. Bytes are those of the input. */
public class WriterBenchmark {

  /** The same rows in two forms. */
  @State(Scope.Benchmark)
  public static class Rows {
    private List<TextRow> texts;
    private List<GenericRecord> records;
    private Schema schema;

    /** Makes them. */
    @Setup
    public void make(Sample sample) throws IOException {
      texts = KeptRows.of(sample.part(), sample.options());
      List<String> names = sample.part().columns().names();
      SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("row").fields();
      for (String name : names) {
        fields = fields.optionalString(name.replace(' ', '_'));
      }
      schema = fields.endRecord();
      records = new ArrayList<>();
      for (TextRow row : texts) {
        records.add(record(row));
      }
    }

    private GenericRecord record(TextRow row) {
      GenericRecord record = new GenericData.Record(schema);
      for (int i = 0; i < row.getArity(); i++) {
        if (!row.isNullAt(i)) {
          record.put(i, new String(row.getBinary(i), StandardCharsets.UTF_8));
        }
      }
      return record;
    }
  }

  /** The writer of the job. */
  @Benchmark
  public void parquetParquetry(Sample sample, Rows rows, Sample.Done done) throws IOException {
    PartWriters writers =
        new PartWriters(
            sample.planned().run().id(),
            sample.planned().run().attempt(),
            sample.planned().options().write().compression(),
            sample.planned().options().plan().targetFileBytes(),
            sample.planned().run().output());
    try (Nowhere out = new Nowhere()) {
      BulkWriter<RowData> writer = writers.create(out);
      for (TextRow row : rows.texts) {
        writer.addElement(row);
      }
      writer.finish();
    }
    done.add(sample);
  }

  /**
   * The obvious way: parquet-avro with its defaults, a GenericRecord a row, a String a value. The
   * codec is the job's, since Parquet's own asks for more of Hadoop than is here.
   */
  @Benchmark
  public void parquetObvious(Sample sample, Rows rows, Sample.Done done) throws IOException {
    try (Nowhere out = new Nowhere()) {
      BulkWriter<GenericRecord> writer =
          new ParquetWriterFactory<GenericRecord>(
                  file ->
                      AvroParquetWriter.<GenericRecord>builder(file)
                          .withSchema(rows.schema)
                          .withDataModel(GenericData.get())
                          .withConf(new PlainParquetConfiguration())
                          .withCodecFactory(Codecs.ofTheJob())
                          .withCompressionCodec(CompressionCodecName.SNAPPY)
                          .build())
              .create(out);
      for (GenericRecord row : rows.records) {
        writer.addElement(row);
      }
      writer.finish();
    }
    done.add(sample);
  }

  /** An output that keeps nothing. */
  private static final class Nowhere extends FSDataOutputStream {
    private final OutputStream nothing = OutputStream.nullOutputStream();
    private long position;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      nothing.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      nothing.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void sync() {
      // Nothing is kept.
    }

    @Override
    public void close() throws IOException {
      nothing.close();
    }
  }
}
