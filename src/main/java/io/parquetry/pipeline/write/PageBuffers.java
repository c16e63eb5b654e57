/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
  private Idle kept = new Idle();

  /** Those that no page has needed since the last {@link #forget}. */
  private Idle keptLonger = new Idle();

  /** Buffers that nobody uses, by their capacity. */
  private static final class Idle {
    private final NavigableMap<Integer, Deque<ByteBuffer>> buffers = new TreeMap<>();
    private long bytes;

    void add(ByteBuffer buffer) {
      buffers.computeIfAbsent(buffer.capacity(), any -> new ArrayDeque<>()).push(buffer);
      bytes += buffer.capacity();
    }

    /** The smallest of those that are large enough, and not much larger; or null. */
    ByteBuffer take(int capacity) {
      Map.Entry<Integer, Deque<ByteBuffer>> found = buffers.ceilingEntry(capacity);
      if (found == null || found.getKey() > capacity + (capacity >> 1)) {
        return null;
      }
      // The one that was used last may still be in the processor's cache.
      ByteBuffer buffer = found.getValue().pop();
      if (found.getValue().isEmpty()) {
        buffers.remove(found.getKey());
      }
      bytes -= buffer.capacity();
      return buffer;
    }
  }

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
    if (size < SMALLEST_KEPT) {
      return ByteBuffer.allocate(size);
    }
    int capacity = rounded(size);
    ByteBuffer buffer = kept.take(capacity);
    buffer = buffer == null ? keptLonger.take(capacity) : buffer;
    buffer = buffer == null ? ByteBuffer.allocate(capacity) : buffer;
    return buffer.clear().limit(size);
  }

  @Override
  public void release(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    if (capacity >= SMALLEST_KEPT
        && capacity <= LARGEST_KEPT
        && kept.bytes + keptLonger.bytes + capacity <= mostBytesKept) {
      kept.add(buffer);
    }
  }

  /**
   * A row group ends: lets go of all buffers that nobody has used since the one before ended. The
   * last one of a file is smaller than the first of the next.
   */
  void forget() {
    keptLonger = kept;
    kept = new Idle();
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
