/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys as bytes to positions, without a String for each look-up. Positions are given in the order
 * of arrival, from 0.
 *
 * <p>Lines of one file mostly have the same keys in the same order, so the key that followed the
 * last one last time is tried before any hash is taken.
 */
public final class KeyTable {
  /** What {@link #find} gives for a key that is not there. */
  public static final int ABSENT = -1;

  private static final long EMPTY = ABSENT;

  /** A key of at most so many bytes is known by its first and its last eight. */
  private static final int TWO_WORDS = 2 * Long.BYTES;

  /** Values may have a struct in a struct a million times, and each has its table. */
  private static final int FEW_SLOTS = 8;

  private final List<byte[]> keys = new ArrayList<>();

  /** Of each position the first eight bytes of the key, and the last. */
  private long[] words = {};

  /** Of each position the bytes of the key. */
  private int[] lengths = {};

  /** Of each key the hash, and in the lower half the position. */
  private long[] slots;

  private int[] follower;
  private int last;

  /** A table without keys. */
  public KeyTable() {
    this(64);
  }

  private KeyTable(int slotCount) {
    slots = new long[slotCount];
    follower = new int[slotCount];
    Arrays.fill(slots, EMPTY);
  }

  /** A table without keys that will mostly get a few only. */
  public static KeyTable ofFew() {
    return new KeyTable(FEW_SLOTS);
  }

  /** A table of these names; the position of each is its index. */
  public static KeyTable of(List<String> names) {
    int leastSlots = Math.max(FEW_SLOTS, 2 * names.size());
    KeyTable table = new KeyTable(Integer.highestOneBit(leastSlots - 1) << 1);
    for (String name : names) {
      byte[] key = name.getBytes(StandardCharsets.UTF_8);
      table.add(key, 0, key.length);
    }
    return table;
  }

  /** How many keys there are. */
  public int size() {
    return keys.size();
  }

  /** The key at a position, as it was added; not to be changed. */
  public byte[] key(int position) {
    return keys.get(position);
  }

  /** The key at a position. */
  public String name(int position) {
    return new String(keys.get(position), StandardCharsets.UTF_8);
  }

  /** The position of a key, or {@link #ABSENT}. */
  public int find(byte[] bytes, int from, int to) {
    if (last < keys.size()) {
      int guess = follower[last];
      if (guess < keys.size() && equal(keys.get(guess), bytes, from, to)) {
        last = guess;
        return guess;
      }
    }
    int position = findByHash(bytes, from, to);
    if (position != ABSENT) {
      follower[last] = position;
      last = position;
    }
    return position;
  }

  /** The same, for who knows better which key may come. */
  int findByHash(byte[] bytes, int from, int to) {
    return (int) slots[slotOf(Words.hash(bytes, from, to), bytes, from, to)];
  }

  /** Adds a key that is not there yet; returns its position. */
  public int add(byte[] bytes, int from, int to) {
    int position = keys.size();
    keys.add(Arrays.copyOfRange(bytes, from, to));
    if (2 * keys.size() > slots.length) {
      grow();
    }
    int hash = Words.hash(bytes, from, to);
    slots[slotOf(hash, bytes, from, to)] = (long) hash << Integer.SIZE | position;
    if (position == lengths.length) {
      int capacity = Math.max(1, 2 * position);
      words = Arrays.copyOf(words, 2 * capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    words[2 * position] = Words.head(bytes, from, to);
    words[2 * position + 1] = Words.tail(bytes, from, to);
    lengths[position] = to - from;
    return position;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[before.length * 2];
    follower = Arrays.copyOf(follower, slots.length);
    Arrays.fill(slots, EMPTY);
    int mask = slots.length - 1;
    for (long entry : before) {
      if (entry != EMPTY) {
        int slot = (int) (entry >>> Integer.SIZE) & mask;
        while (slots[slot] != EMPTY) {
          slot = slot + 1 & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  /** The slot that holds the key, or the empty one where it belongs. */
  private int slotOf(int hash, byte[] bytes, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != EMPTY
        && !((int) (slots[slot] >>> Integer.SIZE) == hash
            && isAt((int) slots[slot], bytes, from, to))) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int position, byte[] bytes, int from, int to) {
    return words[2 * position] == Words.head(bytes, from, to)
        && words[2 * position + 1] == Words.tail(bytes, from, to)
        && lengths[position] == to - from
        && (to - from <= TWO_WORDS || equal(keys.get(position), bytes, from, to));
  }

  private static boolean equal(byte[] key, byte[] bytes, int from, int to) {
    return Arrays.equals(key, 0, key.length, bytes, from, to);
  }
}
