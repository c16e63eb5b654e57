/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.LineReader;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Compression;
import io.parquetry.storage.S3Refusal;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Optional;

/** The lines of one range of one file, decompressed where needed, with failures that name it. */
public final class RangeLines implements Closeable {
  private final InputFile file;
  private final ByteRange range;
  private final Compression compression;
  private final LineReader lines;
  private final StoredBytes stored;

  private RangeLines(
      InputFile file,
      ByteRange range,
      Compression compression,
      LineReader lines,
      StoredBytes stored) {
    this.file = file;
    this.range = range;
    this.compression = compression;
    this.lines = lines;
    this.stored = stored;
  }

  /** Remembers that storage has failed, which decompressors tell as damage. */
  private static final class StoredBytes extends FilterInputStream {
    private final InputFile file;
    private IOException failure;

    StoredBytes(InputFile file, InputStream in) {
      super(in);
      this.file = file;
    }

    /** What a reader is to throw. */
    private IOException failed(IOException e) {
      failure = S3Refusal.of(file.location(), e);
      if (failure instanceof S3Refusal) {
        throw unreadable(file, ((S3Refusal) failure).getReason(), failure);
      }
      return e;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      try {
        return super.read(target, from, length);
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /**
   * Opens a range.
   *
   * @throws ParquetryException where the file is gone, changed, or not what its name says
   */
  public static RangeLines open(InputFile file, ByteRange range, int maxLineBytes)
      throws IOException {
    return open(file, range, new LineReader(maxLineBytes));
  }

  /** Opens a range with a reader whose last range is closed, and not used any more. */
  static RangeLines open(InputFile file, ByteRange range, LineReader lines) throws IOException {
    return of(file, range, openBytes(file, range), lines);
  }

  /** Opens a range's bytes, from the one before it on. */
  static InputStream openBytes(InputFile file, ByteRange range) throws IOException {
    checkUnchanged(file);
    return opened(file, Math.max(0, range.offset() - 1));
  }

  /** The lines of bytes that were opened by {@link #openBytes}. */
  static RangeLines of(InputFile file, ByteRange range, InputStream bytes, LineReader lines)
      throws IOException {
    StoredBytes in = new StoredBytes(file, bytes);
    try {
      return range.offset() == 0
          ? openStart(file, range, in, lines)
          : new RangeLines(
              file,
              range,
              Compression.NONE,
              lines.openRange(in, range.offset(), range.length()),
              in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Opens a file; what cannot be opened is told by its name. */
  static InputStream openAt(InputFile file, long position) throws IOException {
    return new StoredBytes(file, opened(file, position));
  }

  private static InputStream opened(InputFile file, long position) throws IOException {
    try {
      return Storage.open(file.location(), position);
    } catch (S3Refusal e) {
      throw unreadable(file, e.getReason(), e);
    } catch (FileNotFoundException | AccessDeniedException e) {
      throw unreadable(file, e.getMessage() + "; give the permission or deliver it again", e);
    }
  }

  private static ParquetryException unreadable(InputFile file, String reason, IOException e) {
    return ParquetryException.at(
        FailureKind.INPUT_MISSING, file.uri(), "cannot be opened: " + reason, e);
  }

  private static RangeLines openStart(
      InputFile file, ByteRange range, StoredBytes stored, LineReader lines) throws IOException {
    PushbackInputStream in = new PushbackInputStream(stored, Compression.MAGIC_BYTES);
    byte[] first = new byte[Compression.MAGIC_BYTES];
    int count = in.readNBytes(first, 0, first.length);
    in.unread(first, 0, count);
    Compression compression = Compression.ofFirstBytes(first, count);
    Compression promised = Compression.ofName(file.location().name());
    if (promised != Compression.NONE && compression == Compression.NONE) {
      throw ParquetryException.at(
          FailureKind.INPUT_DAMAGED,
          file.uri(),
          "is not what its name says: expected "
              + promised
              + ", found "
              + (count == 0 ? "an empty file" : "other bytes")
              + "; deliver it again or rename it");
    }
    boolean plain = compression == Compression.NONE;
    try {
      InputStream text = plain ? in : compression.decompress(in);
      long length = plain ? range.length() : Long.MAX_VALUE;
      return new RangeLines(file, range, compression, lines.openStart(text, length), stored);
    } catch (IOException e) {
      if (plain || stored.failure != null) {
        throw e;
      }
      throw damaged(file, compression, 0, e);
    }
  }

  private static Optional<StoredObject> found(InputFile file) throws IOException {
    try {
      return Storage.find(file.location());
    } catch (S3Refusal e) {
      throw unreadable(file, e.getReason(), e);
    }
  }

  /** Fails where a file is gone, or another than was collected. */
  public static void checkUnchanged(InputFile file) throws IOException {
    StoredObject now =
        found(file)
            .orElseThrow(
                () ->
                    ParquetryException.at(
                        FailureKind.INPUT_CHANGED,
                        file.uri(),
                        "was there when the run was planned and is gone; run again when nothing"
                            + " changes its input"));
    if (now.length() != file.length() || now.modificationTime() != file.modificationTime()) {
      throw ParquetryException.at(
          FailureKind.INPUT_CHANGED,
          file.uri(),
          String.format(
              "has changed since the run was planned: expected %d bytes of %s, found %d bytes of"
                  + " %s; run again when nothing changes its input",
              file.length(),
              Instant.ofEpochMilli(file.modificationTime()),
              now.length(),
              Instant.ofEpochMilli(now.modificationTime())));
    }
  }

  /** Goes to the next line; false at the end of the range. */
  public boolean next() throws IOException {
    try {
      return lines.next();
    } catch (IOException e) {
      if (compression == Compression.NONE || stored.failure != null) {
        throw e;
      }
      throw damaged(file, compression, lines.position(), e);
    }
  }

  /** The current line. */
  public LineReader line() {
    return lines;
  }

  /** Whether it is all of a file that is not compressed. */
  public boolean isWholeFileOfPlainText() {
    return compression == Compression.NONE && range.isWhole(file.length());
  }

  /**
   * Fails where a whole file of plain text has ended before its length, or behind it; for files
   * that are read once, and so have no checksum to be compared. {@link #checkUnchanged} is the
   * other half of it.
   */
  public void checkReadWhole() {
    if (lines.position() != file.length()) {
      throw ParquetryException.at(
          FailureKind.INPUT_CHANGED,
          file.uri(),
          String.format(
              "has changed while the run was reading it: expected %d bytes, found %d; run again when"
                  + " nothing changes its input",
              file.length(), lines.position()));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private static ParquetryException damaged(
      InputFile file, Compression compression, long position, IOException cause) {
    return ParquetryException.at(
        FailureKind.INPUT_DAMAGED,
        file.uri(),
        String.format(
            "cannot be decompressed (%s) beyond byte %d of its text: %s; deliver it again",
            compression, position, cause.getMessage()),
        cause);
  }
}
