/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import java.util.Arrays;

/**
 * Tells keys by comparing them with those that came behind the same key before: lines of one file
 * mostly have the same keys in the same order, so that most keys need neither be looked for their
 * end nor hashed. What is compared is the key's token, {@code "key":}, as it stands in the line.
 */
final class ExpectedKeys {
  /** Fields that lines have or have not leave two keys that may follow. */
  private static final int FOLLOWERS = 2;

  /** After so many more surprises than keys that followed before, tokens are not looked at. */
  private static final int PATIENCE = 16;

  /**
   * Where tokens are not looked at, of so many keys that are found the first {@link #KEYS_LEARNT}
   * are learnt from. A prime number, so that they are not the same fields of each line.
   */
  private static final int KEYS_FOUND = 251;

  private static final int KEYS_LEARNT = 16;

  private static final long[] NO_TOKEN = {};

  private final KeyTable keys;

  /** Of each position the token, eight bytes a word; empty where it was not learnt yet. */
  private long[][] tokens;

  /** Of each position the bytes of the token. */
  private int[] lengths;

  /** Of each position those learnt to come behind it, the latest first; ABSENT where none is. */
  private int[] followers;

  private int last;

  /** Full again whenever a token was right; below zero tokens are not looked at. */
  private int trust = PATIENCE;

  /** Keys that were found since {@link #trust} was lost, or since the last {@link #KEYS_FOUND}. */
  private int found;

  /** Keys of a table, which may grow. */
  ExpectedKeys(KeyTable keys) {
    this.keys = keys;
    int capacity = Math.max(16, keys.size());
    this.tokens = new long[capacity][];
    Arrays.fill(tokens, NO_TOKEN);
    this.lengths = new int[capacity];
    this.followers = new int[FOLLOWERS * capacity];
    Arrays.fill(followers, KeyTable.ABSENT);
  }

  /** The table. */
  KeyTable keys() {
    return keys;
  }

  /**
   * The position of the key whose token begins here, if it is one of those expected; else {@link
   * KeyTable#ABSENT}, also near the end of the line, and where few keys came as expected.
   */
  int expected(byte[] bytes, int from, int to) {
    if (trust < 0) {
      return KeyTable.ABSENT;
    }
    int follower = FOLLOWERS * last;
    for (int i = follower; i < follower + FOLLOWERS; i++) {
      int position = followers[i];
      if (position != KeyTable.ABSENT && isToken(position, bytes, from, to)) {
        last = position;
        trust = PATIENCE;
        return position;
      }
    }
    return KeyTable.ABSENT;
  }

  /** Bytes of the token of a position that was expected. */
  int tokenLength(int position) {
    return lengths[position];
  }

  private boolean isToken(int position, byte[] bytes, int from, int to) {
    long[] token = tokens[position];
    int lastWord = token.length - 1;
    if (from + token.length * Long.BYTES > to) {
      return false;
    }
    int at = from;
    for (int word = 0; word < lastWord; word++) {
      if (Words.at(bytes, at) != token[word]) {
        return false;
      }
      at += Long.BYTES;
    }
    // What follows the token is in the upper bytes of the last word, and is pushed out.
    int beyond = Long.SIZE * token.length - Byte.SIZE * lengths[position];
    return (Words.at(bytes, at) ^ token[lastWord]) << beyond == 0;
  }

  /**
   * The position of a key that was not expected, which may be from now on; or {@link
   * KeyTable#ABSENT}.
   *
   * @param from where the key's text begins
   * @param to where it ends
   */
  int find(byte[] bytes, int from, int to) {
    int position = keys.findByHash(bytes, from, to);
    if (position != KeyTable.ABSENT) {
      if (isLearntFrom()) {
        expect(position);
      }
      last = position;
    }
    return position;
  }

  private boolean isLearntFrom() {
    found = trust >= 0 || found == KEYS_FOUND - 1 ? 0 : found + 1;
    return found < KEYS_LEARNT;
  }

  private void expect(int position) {
    int most = Math.max(position, last);
    if (most >= tokens.length) {
      grow(Math.max(most + 1, 2 * tokens.length));
    }
    if (tokens[position] == NO_TOKEN) {
      setToken(position);
    }
    int latest = FOLLOWERS * last;
    if (followers[latest] == position || followers[latest + 1] == position) {
      trust = Math.min(PATIENCE, trust + 1);
    } else {
      if (followers[latest] != KeyTable.ABSENT) {
        trust = Math.max(-PATIENCE, trust - 1);
      }
      followers[latest + 1] = followers[latest];
      followers[latest] = position;
    }
  }

  private void grow(int capacity) {
    int before = tokens.length;
    tokens = Arrays.copyOf(tokens, capacity);
    Arrays.fill(tokens, before, capacity, NO_TOKEN);
    lengths = Arrays.copyOf(lengths, capacity);
    followers = Arrays.copyOf(followers, FOLLOWERS * capacity);
    Arrays.fill(followers, FOLLOWERS * before, FOLLOWERS * capacity, KeyTable.ABSENT);
  }

  private void setToken(int position) {
    byte[] key = keys.key(position);
    int length = key.length + 3;
    byte[] token = new byte[(length + Long.BYTES - 1) / Long.BYTES * Long.BYTES];
    token[0] = '"';
    System.arraycopy(key, 0, token, 1, key.length);
    token[length - 2] = '"';
    token[length - 1] = ':';
    long[] words = new long[token.length / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = Words.at(token, i * Long.BYTES);
    }
    tokens[position] = words;
    lengths[position] = length;
  }
}
