/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * Writes whole blocks to a file: Parquet writes page by page, and what ends within a page of the
 * system's cache makes that write zeros first. Whoever has opened the file closes it.
 */
final class BlockOutput extends FSDataOutputStream {
  private static final int BLOCK_BYTES = 256 << 10;
  private static final int BYTES_BETWEEN_SYNCS = 8 << 20;

  private final FSDataOutputStream file;
  private final boolean syncedEarly;
  private long bytesSinceSync;
  private Thread syncing;
  private volatile Throwable syncFailure;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int filled;

  /** The position in the file, for which asking a local one is a call of the system. */
  private long written;

  private BlockOutput(FSDataOutputStream file, boolean syncedEarly) throws IOException {
    this.file = file;
    this.syncedEarly = syncedEarly;
    this.written = file.getPos();
  }

  /** Blocks for a file. */
  static BlockOutput of(FSDataOutputStream file) throws IOException {
    return new BlockOutput(file, false);
  }

  /**
   * Blocks for a file of this machine: the disk gets them while more are written, not all of them
   * at the end, when the task waits for it.
   */
  static BlockOutput syncedEarly(FSDataOutputStream file) throws IOException {
    return new BlockOutput(file, true);
  }

  @Override
  public long getPos() {
    return written + filled;
  }

  @Override
  public void write(int b) throws IOException {
    block[filled++] = (byte) b;
    writeIfFull();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int count = Math.min(end - from, BLOCK_BYTES - filled);
      System.arraycopy(bytes, from, block, filled, count);
      filled += count;
      from += count;
      writeIfFull();
    }
  }

  private void writeIfFull() throws IOException {
    if (filled == BLOCK_BYTES) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException {
    file.write(block, 0, filled);
    written += filled;
    bytesSinceSync += filled;
    filled = 0;
    if (syncedEarly && bytesSinceSync >= BYTES_BETWEEN_SYNCS) {
      beginSync();
    }
  }

  /** One at a time, each in a thread that ends with it, so that none outlives a task for long. */
  private void beginSync() throws IOException {
    if (syncing != null && syncing.isAlive()) {
      return;
    }
    checkSynced();
    bytesSinceSync = 0;
    syncing = new Thread(this::syncNow, "parquetry-sync");
    syncing.setDaemon(true);
    syncing.start();
  }

  private void syncNow() {
    try {
      file.sync();
    } catch (IOException | RuntimeException | Error e) {
      // The system tells a failed write once, so the last sync may not hear of it.
      syncFailure = e;
    }
  }

  private void checkSynced() throws IOException {
    if (syncFailure != null) {
      throw new IOException(
          "the disk has not taken what was written: " + syncFailure.getMessage(), syncFailure);
    }
  }

  @Override
  public void flush() throws IOException {
    writeBlock();
    file.flush();
  }

  @Override
  public void sync() throws IOException {
    writeBlock();
    file.sync();
  }

  @Override
  public void close() throws IOException {
    flush();
    if (syncing != null) {
      try {
        syncing.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("cancelled while the disk gets what was written");
      }
      checkSynced();
    }
  }
}
