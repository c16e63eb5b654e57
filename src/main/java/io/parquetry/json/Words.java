/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Eight bytes at a time. A mask has the top bit set in each byte that was looked for; only its
 * lowest set byte is exact, those above may be false (a borrow runs upwards), so callers use the
 * lowest and look again.
 */
public final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long NEWLINES = ONES * '\n';
  private static final long SPACES = ONES * ' ';

  /** Others in each process, so that nobody outside knows which input falls into one slot. */
  private static final long SEED = new SplittableRandom().nextLong();

  private static final long OTHER_SEED = new SplittableRandom().nextLong();

  private Words() {}

  /** The first eight bytes; or all, where there are fewer, and zeros, which bytes may be, too. */
  static long head(byte[] bytes, int from, int to) {
    if (to - from >= Long.BYTES) {
      return at(bytes, from);
    }
    if (from + Long.BYTES <= bytes.length) {
      // What stands behind them is another's.
      return at(bytes, from) & (1L << Byte.SIZE * (to - from)) - 1;
    }
    long head = 0;
    for (int i = to - 1; i >= from; i--) {
      head = head << Byte.SIZE | bytes[i] & 0xff;
    }
    return head;
  }

  /** The last eight bytes; zero where there are fewer. */
  static long tail(byte[] bytes, int from, int to) {
    return to - from >= Long.BYTES ? at(bytes, to - Long.BYTES) : 0;
  }

  /** A hash of bytes, for tables that do not outlive the process. */
  public static int hash(byte[] bytes, int from, int to) {
    long hash = mixed((long) to - from, head(bytes, from, to));
    hash = mixed(hash, tail(bytes, from, to));
    for (int i = from + Long.BYTES; i + Long.BYTES < to; i += Long.BYTES) {
      hash = mixed(hash, at(bytes, i));
    }
    return (int) (hash ^ hash >>> Integer.SIZE);
  }

  private static long mixed(long hash, long word) {
    long left = hash ^ SEED;
    long right = word ^ OTHER_SEED;
    return Math.multiplyHigh(left, right) ^ left * right;
  }

  static long at(byte[] bytes, int i) {
    return (long) LONGS.get(bytes, i);
  }

  /** Bytes that end a run of plain characters: quote, backslash, control, or not ASCII. */
  static long notPlain(long word) {
    return (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | (word - SPACES) & ~word | word)
        & TOPS;
  }

  static long newlines(long word) {
    return zeros(word ^ NEWLINES) & TOPS;
  }

  /** The index, 0 to 7, of the first marked byte. */
  static int first(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word;
  }
}
