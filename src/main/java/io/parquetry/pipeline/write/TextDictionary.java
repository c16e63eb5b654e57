/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.json.Words;
import java.util.Arrays;

/** The different texts of a column, numbered from 0 in the order in which they came. */
final class TextDictionary {
  private static final int FIRST_SLOTS = 16;

  /** Of so many slots or fewer one has a text, or the slots are too many. */
  private static final int MOST_SLOTS_OF_TEXT = 16;

  private static final int EMPTY = -1;

  /** In the order of their numbers. */
  private final PlainTexts texts;

  private int[] offsets = new int[FIRST_SLOTS];
  private int[] hashes = new int[FIRST_SLOTS];
  private int[] slots = emptySlots(FIRST_SLOTS);
  private int size;
  private int last;

  /** Of texts that are none yet. */
  TextDictionary(PlainTexts texts) {
    this.texts = texts;
  }

  /** The number of a text, which is added where it is not there yet. */
  int number(byte[] array, int start, int length) {
    // The same value often stands in many rows one after the other.
    if (last < size && texts.equal(offsets[last], array, start, length)) {
      return last;
    }
    int hash = Words.hash(array, start, start + length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != EMPTY) {
      int number = slots[slot];
      if (hashes[number] == hash && texts.equal(offsets[number], array, start, length)) {
        last = number;
        return number;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = size;
    last = size;
    add(hash, texts.add(array, start, length));
    return last;
  }

  private void add(int hash, int offset) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    offsets[size] = offset;
    hashes[size] = hash;
    size++;
    if (2 * size > slots.length) {
      grow();
    }
  }

  private void grow() {
    slots = emptySlots(2 * slots.length);
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = hashes[number] & mask;
      while (slots[slot] != EMPTY) {
        slot = slot + 1 & mask;
      }
      slots[slot] = number;
    }
  }

  private static int[] emptySlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** Forgets all texts, and the room for them where these took little of it. */
  void clear() {
    if (slots.length > MOST_SLOTS_OF_TEXT * Math.max(size, FIRST_SLOTS)) {
      offsets = new int[FIRST_SLOTS];
      hashes = new int[FIRST_SLOTS];
      slots = emptySlots(FIRST_SLOTS);
    } else if (size > 0) {
      Arrays.fill(slots, EMPTY);
    }
    size = 0;
  }

  /** Where a number's text is. */
  int offset(int number) {
    return offsets[number];
  }

  /** How many texts there are. */
  int size() {
    return size;
  }
}
