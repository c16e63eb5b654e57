/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;

/** Reads rows of text back from a part file. For looking at a few; it is not fast. */
public final class PartRows implements Closeable {
  private final ParquetReader<Group> reader;

  private PartRows(ParquetReader<Group> reader) {
    this.reader = reader;
  }

  /** Opens a part file. */
  public static PartRows open(Location location) throws IOException {
    StoredObject object =
        Storage.find(location).orElseThrow(() -> new FileNotFoundException(location.toString()));
    return new PartRows(new GroupReader(new ParquetObject(object)).build());
  }

  /** The next row, by column, with null for NULL; null at the end. */
  public Map<String, String> next() throws IOException {
    Group group = reader.read();
    if (group == null) {
      return null;
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < group.getType().getFieldCount(); i++) {
      boolean isNull = group.getFieldRepetitionCount(i) == 0;
      row.put(group.getType().getFieldName(i), isNull ? null : group.getValueToString(i, 0));
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class GroupReader extends ParquetReader.Builder<Group> {
    GroupReader(InputFile file) {
      super(file, new PlainParquetConfiguration());
      withCodecFactory(new PageCodecs());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
