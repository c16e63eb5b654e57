/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * The buffers of a task's Parquet writers, each used again for the next pages: left to the garbage
 * collector, they are most of what it has to copy. For one thread.
 */
final class PageBuffers implements ByteBufferAllocator {
  /** Smaller ones are as cheap to make anew, and with thousands of columns there are many. */
  private static final int SMALLEST_KEPT = 1 << 10;

  /** Few are larger, and would take the place of many. */
  private static final int LARGEST_KEPT = 2 << 20;

  private final long mostBytesKept;
  private final Map<Integer, Deque<ByteBuffer>> kept = new HashMap<>();
  private long bytesKept;

  /**
   * Keeps nothing yet.
   *
   * @param mostBytesKept bytes of buffers that are kept while nobody uses them
   */
  PageBuffers(long mostBytesKept) {
    this.mostBytesKept = mostBytesKept;
  }

  @Override
  public ByteBuffer allocate(int size) {
    int capacity = size < SMALLEST_KEPT ? size : rounded(size);
    Deque<ByteBuffer> free = kept.get(capacity);
    if (free == null || free.isEmpty()) {
      return ByteBuffer.allocate(capacity).limit(size);
    }
    bytesKept -= capacity;
    // The one that was used last may still be in the processor's cache.
    return free.pop().clear().limit(size);
  }

  @Override
  public void release(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    if (capacity >= SMALLEST_KEPT
        && capacity <= LARGEST_KEPT
        && bytesKept + capacity <= mostBytesKept) {
      bytesKept += capacity;
      kept.computeIfAbsent(capacity, any -> new ArrayDeque<>()).push(buffer);
    }
  }

  /** Lets go of all buffers that nobody uses. */
  void forget() {
    kept.clear();
    bytesKept = 0;
  }

  @Override
  public boolean isDirect() {
    return false;
  }

  /** Up to a quarter more, so that pages of about the same size share buffers. */
  private static int rounded(int size) {
    int step = Integer.highestOneBit(size) >> 2;
    return Math.toIntExact((size + step - 1L) / step * step);
  }
}
