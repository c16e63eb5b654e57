/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A stream that another thread opens and reads, up to a megabyte before its reader. What that
 * thread has thrown is thrown to the reader, at the byte at which it was met.
 */
final class AheadStream extends InputStream {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int CHUNKS_AHEAD = 16;
  private static final byte[] NONE = new byte[0];

  /** Opens what is to be read. */
  interface Opening {
    InputStream open() throws IOException;
  }

  /** Some bytes; none at the end of the stream, which may be a failure. */
  private static final class Chunk {
    private final byte[] bytes;
    private final Throwable failure;

    private Chunk(byte[] bytes, Throwable failure) {
      this.bytes = bytes;
      this.failure = failure;
    }
  }

  private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(CHUNKS_AHEAD);
  private final long wanted;
  private final Future<?> filling;
  private final Runnable afterwards;
  private volatile boolean closed;
  private Chunk current = new Chunk(NONE, null);
  private int next;
  private boolean ended;

  /**
   * Begins to open and to read.
   *
   * @param wanted so many bytes are read ahead; what follows them, only when its reader comes there
   * @param afterwards what is done once when this is closed
   */
  AheadStream(ExecutorService threads, Opening opening, long wanted, Runnable afterwards) {
    this.wanted = wanted;
    this.afterwards = afterwards;
    this.filling = threads.submit(() -> fill(opening));
  }

  private void fill(Opening opening) {
    try {
      Chunk end;
      try (InputStream in = opening.open()) {
        end = fill(in);
      } catch (IOException | RuntimeException | Error e) {
        end = new Chunk(NONE, e);
      }
      chunks.put(end);
    } catch (InterruptedException e) {
      // The reader is gone.
      Thread.currentThread().interrupt();
    }
  }

  private Chunk fill(InputStream in) throws InterruptedException {
    byte[] buffer = new byte[CHUNK_BYTES];
    long done = 0;
    // Whoever reads may take the thread's interruption for his own; so this looks as well.
    while (!closed) {
      // Behind what is wanted the reader must have taken all before.
      int needed = done < wanted ? 1 : CHUNKS_AHEAD;
      room.acquire(needed);
      room.release(needed - 1);
      int count = 0;
      try {
        int more = 0;
        while (more >= 0 && count < buffer.length) {
          more = in.read(buffer, count, buffer.length - count);
          count += Math.max(more, 0);
        }
      } catch (IOException | RuntimeException | Error e) {
        putAll(buffer, count);
        return new Chunk(NONE, e);
      }
      putAll(buffer, count);
      done += count;
      if (count < buffer.length) {
        break;
      }
    }
    return new Chunk(NONE, null);
  }

  private void putAll(byte[] buffer, int count) throws InterruptedException {
    if (count > 0) {
      chunks.put(new Chunk(Arrays.copyOf(buffer, count), null));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (next == current.bytes.length) {
      if (ended) {
        return end();
      }
      current = take();
      next = 0;
      ended = current.bytes.length == 0;
    }
    int count = Math.min(length, current.bytes.length - next);
    System.arraycopy(current.bytes, next, target, offset, count);
    next += count;
    return count;
  }

  private int end() throws IOException {
    if (current.failure instanceof IOException) {
      throw (IOException) current.failure;
    }
    if (current.failure instanceof RuntimeException) {
      throw (RuntimeException) current.failure;
    }
    if (current.failure instanceof Error) {
      throw (Error) current.failure;
    }
    return -1;
  }

  private Chunk take() throws InterruptedIOException {
    try {
      Chunk chunk = chunks.take();
      room.release();
      return chunk;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled while reading");
    }
  }

  /** The thread that reads closes what it has opened, as soon as it can. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      filling.cancel(true);
      afterwards.run();
    }
  }
}
