/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** What the footer of a part file says. */
public final class PartFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int FOOTER_LENGTH_BYTES = Integer.BYTES;

  /** Most footers are smaller, and one request is enough for them. */
  private static final int FIRST_READ = 64 << 10;

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
   * Reads the footer of a committed file. What it says of each column chunk is parsed, too, but not
   * brought into the form that readers of rows need: there may be thousands of columns.
   *
   * @throws ParquetryException a {@link FailureKind#VERIFICATION} failure where there is no such
   *     file, or it is no whole Parquet file
   * @throws IOException where storage does not answer
   */
  public static PartFooter read(Location location) throws IOException {
    StoredObject object =
        Storage.find(location).orElseThrow(() -> broken(location, "is not there", null));
    try {
      FileMetaData footer = parsed(location, footerBytes(object));
      Map<String, String> metadata = new HashMap<>();
      if (footer.isSetKey_value_metadata()) {
        footer
            .getKey_value_metadata()
            .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
      }
      return new PartFooter(
          object.length(),
          footer.getRow_groups().stream().mapToLong(RowGroup::getNum_rows).sum(),
          footer.getRow_groupsSize(),
          metadata);
    } catch (FileNotFoundException e) {
      throw broken(location, "is not there", e);
    }
  }

  private static FileMetaData parsed(Location location, byte[] footer) {
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(footer));
    } catch (IOException e) {
      throw notWhole(location, e.getMessage(), e);
    }
  }

  /** A file ends with its footer, the footer's length, and what tells that it is Parquet. */
  private static byte[] footerBytes(StoredObject file) throws IOException {
    byte[] end = end(file, Math.min(file.length(), FIRST_READ));
    int footerEnd = end.length - FOOTER_LENGTH_BYTES - MAGIC.length;
    if (footerEnd < MAGIC.length
        || !Arrays.equals(end, end.length - MAGIC.length, end.length, MAGIC, 0, MAGIC.length)) {
      throw notWhole(file.location(), "it does not end like one", null);
    }
    long length =
        ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(footerEnd) & 0xffffffffL;
    if (length > file.length() - FOOTER_LENGTH_BYTES - MAGIC.length - MAGIC.length) {
      throw notWhole(file.location(), "a footer of " + length + " bytes has no room", null);
    }
    if (length > footerEnd) {
      end = end(file, length + FOOTER_LENGTH_BYTES + MAGIC.length);
      footerEnd = (int) length;
    }
    return Arrays.copyOfRange(end, footerEnd - (int) length, footerEnd);
  }

  private static byte[] end(StoredObject file, long length) throws IOException {
    byte[] end = new byte[Math.toIntExact(length)];
    try (InputStream in = Storage.open(file.location(), file.length() - length)) {
      if (in.readNBytes(end, 0, end.length) < end.length) {
        throw notWhole(file.location(), "it has become shorter", null);
      }
    }
    return end;
  }

  private static ParquetryException notWhole(Location location, String why, Throwable cause) {
    return broken(location, "is no whole Parquet file (" + why + ")", cause);
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
