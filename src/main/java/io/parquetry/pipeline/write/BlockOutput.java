/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * Writes whole blocks to a file: Parquet writes page by page, and what ends within a page of the
 * system's cache makes that write zeros first. Whoever has opened the file closes it.
 */
final class BlockOutput extends FSDataOutputStream {
  private static final int BLOCK_BYTES = 256 << 10;

  private final FSDataOutputStream file;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int filled;

  BlockOutput(FSDataOutputStream file) {
    this.file = file;
  }

  @Override
  public long getPos() throws IOException {
    return file.getPos() + filled;
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
    filled = 0;
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
  }
}
