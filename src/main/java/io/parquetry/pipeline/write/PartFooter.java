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
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** What the footer of a part file says. */
public final class PartFooter {
  /** PAR1. */
  private static final int MAGIC = 0x50415231;

  private static final int MAGIC_BYTES = Integer.BYTES;

  /** The footer's length, little-endian, and PAR1. */
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;

  /** Most footers are smaller, and one request is enough for them. */
  private static final int FIRST_READ = 64 << 10;

  /** That of a thousand row groups of a thousand columns has a fifth. */
  private static final int MOST_FOOTER_BYTES = 1 << 30;

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
      FileMetaData footer = parsed(object);
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

  private static FileMetaData parsed(StoredObject file) throws IOException {
    InputStream footer = footer(file);
    try {
      return Util.readFileMetaData(footer);
    } catch (IOException e) {
      throw notWhole(file.location(), "its footer is damaged: " + e.getMessage(), e);
    }
  }

  /** A file ends with its footer, the footer's length, and what tells that it is Parquet. */
  @SuppressWarnings("ByteBufferBackingArray") // end() wraps the whole of one.
  private static InputStream footer(StoredObject file) throws IOException {
    long room = file.length() - TAIL_BYTES - MAGIC_BYTES;
    if (room < 0) {
      throw notWhole(file.location(), "it has " + file.length() + " bytes only", null);
    }
    ByteBuffer end = end(file, (int) Math.min(file.length(), FIRST_READ));
    int magic = end.getInt(end.limit() - MAGIC_BYTES);
    if (magic != MAGIC) {
      throw notWhole(
          file.location(),
          String.format("expected PAR1 at its end, 0x%08x, found 0x%08x", MAGIC, magic),
          null);
    }
    int length = Integer.reverseBytes(end.getInt(end.limit() - TAIL_BYTES));
    long most = Math.min(room, MOST_FOOTER_BYTES);
    if (length < 0 || length > most) {
      throw notWhole(
          file.location(),
          "expected a footer of at most "
              + most
              + " bytes, found one of "
              + Integer.toUnsignedString(length),
          null);
    }
    if (length + TAIL_BYTES > end.limit()) {
      end = end(file, length + TAIL_BYTES);
    }
    return new ByteArrayInputStream(end.array(), end.limit() - TAIL_BYTES - length, length);
  }

  private static ByteBuffer end(StoredObject file, int bytes) throws IOException {
    byte[] end = Storage.read(file.location(), file.length() - bytes, bytes);
    if (end.length < bytes) {
      throw notWhole(
          file.location(), "expected " + file.length() + " bytes, found fewer when read", null);
    }
    return ByteBuffer.wrap(end);
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
