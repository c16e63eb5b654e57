/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.flink.FinalFailures;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.table.data.RowData;

/** FileSink's writer; what S3 refuses while it writes ends the run at once. */
@SuppressWarnings("try") // Flink's close() throws any exception.
final class RefusalTold implements CommittingSinkWriter<RowData, FileSinkCommittable> {
  private final Location output;
  private final CommittingSinkWriter<RowData, FileSinkCommittable> files;

  RefusalTold(Location output, CommittingSinkWriter<RowData, FileSinkCommittable> files) {
    this.output = output;
    this.files = files;
  }

  @Override
  public void write(RowData row, Context context) throws IOException, InterruptedException {
    try {
      files.write(row, context);
    } catch (IOException e) {
      throw FinalFailures.told(output, e);
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    try {
      files.flush(endOfInput);
    } catch (IOException e) {
      throw FinalFailures.told(output, e);
    }
  }

  @Override
  public Collection<FileSinkCommittable> prepareCommit() throws IOException, InterruptedException {
    try {
      return files.prepareCommit();
    } catch (IOException e) {
      throw FinalFailures.told(output, e);
    }
  }

  @Override
  public void close() throws Exception {
    files.close();
  }
}
