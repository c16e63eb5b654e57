/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** What the footer of a part file says. */
public final class PartFooter {
  private final long bytes;
  private final long rows;
  private final int rowGroups;
  private final Map<String, String> metadata;

  private PartFooter(long bytes, long rows, int rowGroups, Map<String, String> metadata) {
    this.bytes = bytes;
    this.rows = rows;
    this.rowGroups = rowGroups;
    this.metadata = metadata;
  }

  /**
   * Opens a committed file and reads its footer.
   *
   * @throws ParquetryException a {@link FailureKind#VERIFICATION} failure where there is no such
   *     file, or it is no whole Parquet file
   * @throws IOException where storage does not answer
   */
  public static PartFooter read(Location location) throws IOException {
    StoredObject object =
        Storage.find(location).orElseThrow(() -> broken(location, "is not there", null));
    try (ParquetFileReader reader = new ParquetObject(object).open()) {
      ParquetMetadata footer = reader.getFooter();
      long rows = footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
      return new PartFooter(
          object.length(),
          rows,
          footer.getBlocks().size(),
          footer.getFileMetaData().getKeyValueMetaData());
    } catch (ParquetryException e) {
      throw e;
    } catch (FileNotFoundException e) {
      throw broken(location, "is not there", e);
    } catch (RuntimeException e) {
      throw broken(location, "is no whole Parquet file (" + e.getMessage() + ")", e);
    }
  }

  private static ParquetryException broken(Location location, String what, Throwable cause) {
    return ParquetryException.at(
        FailureKind.VERIFICATION,
        location.toString(),
        "was committed but " + what + "; nothing is published, run again",
        cause);
  }

  /** Length of the file. */
  public long bytes() {
    return bytes;
  }

  /** Rows in the file. */
  public long rows() {
    return rows;
  }

  /** Row groups in the file. */
  public int rowGroups() {
    return rowGroups;
  }

  /** The run that wrote the file; null for a file that is not ours. */
  public String run() {
    return metadata.get(PartWriters.RUN);
  }

  /** The attempt that wrote the file; null for a file that is not ours. */
  public String attempt() {
    return metadata.get(PartWriters.ATTEMPT);
  }

  /** The fingerprint of the plan that the file was written by; null for a file that is not ours. */
  public String plan() {
    return metadata.get(PartWriters.PLAN);
  }

  /** The part of the plan that the file belongs to; only for files of ours. */
  public int part() {
    return Integer.parseInt(metadata.get(PartWriters.PART));
  }
}
