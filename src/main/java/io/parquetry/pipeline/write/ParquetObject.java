/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import io.parquetry.storage.S3Refusal;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** An object on any file system, as Parquet's readers want to see it, whoever wrote it. */
public final class ParquetObject implements InputFile {
  private final StoredObject object;

  /** The file that an object holds. */
  public ParquetObject(StoredObject object) {
    this.object = object;
  }

  /**
   * Opens the file; its pages are checked against their checksums, where they have any.
   *
   * @throws IOException where storage does not answer, or the footer is damaged
   * @throws RuntimeException where it is no Parquet file
   */
  public ParquetFileReader open() throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .usePageChecksumVerification()
            .build();
    return ParquetFileReader.open(this, options);
  }

  /**
   * What an exception of Parquet's reader means.
   *
   * @return the error of storage that is behind it
   * @throws ParquetryException an {@link FailureKind#INPUT_DAMAGED} failure where the bytes are the
   *     reason, {@link FailureKind#INPUT_CHANGED} where the file has gone
   */
  public IOException explained(Exception thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StorageFailure) {
        return (IOException) t.getCause();
      }
      if (t instanceof ParquetryException) {
        throw (ParquetryException) t;
      }
      if (t instanceof FileNotFoundException) {
        throw ParquetryException.at(
            FailureKind.INPUT_CHANGED,
            toString(),
            "has gone since it was listed; run again when nothing changes the files any more",
            thrown);
      }
    }
    throw ParquetryException.at(
        FailureKind.INPUT_DAMAGED,
        toString(),
        "cannot be read as Parquet: " + reason(thrown) + "; deliver the file again",
        thrown);
  }

  private String reason(Exception thrown) {
    // Parquet repeats the name of the file, as it knows it.
    String reason = String.valueOf(thrown.getMessage()).replace(toString() + " ", "");
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    boolean told = deepest.getMessage() == null || reason.contains(deepest.getMessage());
    return told ? reason : reason + ": " + deepest.getMessage();
  }

  @Override
  public long getLength() {
    return object.length();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    FSDataInputStream in = Storage.open(object.location(), 0);
    return new DelegatingSeekableInputStream(new MarkingStream(object.location(), in)) {
      @Override
      public long getPos() throws IOException {
        return in.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        try {
          in.seek(position);
        } catch (IOException e) {
          throw new StorageFailure(object.location(), e);
        }
      }
    };
  }

  @Override
  public String toString() {
    return object.location().toString();
  }

  /** Lets errors of storage be told from those that the bytes are the reason for. */
  private static final class MarkingStream extends FilterInputStream {
    private final Location location;

    MarkingStream(Location location, InputStream in) {
      super(in);
      this.location = location;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw new StorageFailure(location, e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException e) {
        throw new StorageFailure(location, e);
      }
    }
  }

  private static final class StorageFailure extends IOException {
    private static final long serialVersionUID = 1L;

    StorageFailure(Location location, IOException cause) {
      super(S3Refusal.of(location, cause));
    }
  }
}
