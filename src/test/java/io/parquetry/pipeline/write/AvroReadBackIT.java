/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.Conversion;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.InputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are open to parquet-avro's own reader, whatever their columns are called. */
class AvroReadBackIT {

  @TempDir Path folder;

  @Test
  void oddColumnNamesAreReadUnderSimilarOnesAndNothingIsLost() throws Exception {
    Files.writeString(
        folder.resolve("x-2025-12-23.ndjson"),
        "{\"plain\":\"1\",\"a.b\":\"2\",\"a b\":\"3\",\"a_b\":\"4\",\"\":\"5\",\"😀\":\"6\",\"9\":\"7\"}\n");
    Path manifest = Conversion.manifest(folder, List.of("x-2025-12-23.ndjson"));
    Path part = Conversion.succeeding(manifest, folder.resolve("out")).parts().get(0);
    InputFile file = new ParquetObject(Storage.find(Location.parse(part.toString())).orElseThrow());
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(file, new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new PageCodecs())
            .build()) {
      GenericRecord row = reader.read();
      assertThat(row.getSchema().getFields().stream().map(f -> f.name() + f.aliases()))
          .containsExactly(
              "_[]",
              "_9[9]",
              "a_b_2[a b]",
              "a_b_3[a.b]",
              "a_b[]",
              "plain[]",
              "__2[😀]",
              "_processing_timestamp[]",
              "_source_file[]");
      assertThat(row.get("plain")).hasToString("1");
      assertThat(row.get("a_b")).hasToString("4");
      assertThat(row.get("a_b_2")).hasToString("3");
      assertThat(row.get("a_b_3")).hasToString("2");
      assertThat(row.get("_9")).hasToString("7");
      assertThat(reader.read()).isNull();
    }
  }
}
