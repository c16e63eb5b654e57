/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.json.JsonKind;
import io.parquetry.spark.TypeTree;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is known of one column: its name, where it was seen first, and the kinds of its values. */
public final class ColumnProfile {
  private final String name;
  private final ByteRange range;
  private final long firstLine;
  private final long[] counts = new long[JsonKind.COUNT];
  private TypeTree types;

  /**
   * A column without values yet.
   *
   * @param range where it was seen first
   * @param firstLine the line in that range, from 0
   */
  public ColumnProfile(String name, ByteRange range, long firstLine) {
    this.name = name;
    this.range = range;
    this.firstLine = firstLine;
  }

  /** The key, escapes resolved. */
  public String name() {
    return name;
  }

  /** The range in which it was seen first. */
  public ByteRange range() {
    return range;
  }

  /** The line in {@link #range()}, from 0, in which it was seen first. */
  public long firstLine() {
    return firstLine;
  }

  /** How many values of this kind there are. */
  public long count(JsonKind kind) {
    return counts[kind.code()];
  }

  /** The types of its values, or null where they do not matter. */
  public TypeTree types() {
    return types;
  }

  /** From here on types are gathered. */
  ColumnProfile withTypes() {
    types = new TypeTree();
    return this;
  }

  /** Takes how many values of each kind there are from an array that has them from an index on. */
  void setCounts(long[] ofKinds, int from) {
    System.arraycopy(ofKinds, from, counts, 0, counts.length);
  }

  /** Adds the counts and the types of the same column elsewhere. */
  public void addAll(ColumnProfile other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    if (other.types != null) {
      types = types == null ? new TypeTree() : types;
      types.addAll(other.types);
    }
  }

  void write(DataOutput out) throws IOException {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    out.writeInt(key.length);
    out.write(key);
    out.writeLong(firstLine);
    for (long count : counts) {
      out.writeLong(count);
    }
    out.writeBoolean(types != null);
    if (types != null) {
      types.write(out);
    }
  }

  /** A column as it was written, of a range that was not. */
  static ColumnProfile read(DataInput in, ByteRange range) throws IOException {
    byte[] key = new byte[in.readInt()];
    in.readFully(key);
    ColumnProfile column =
        new ColumnProfile(new String(key, StandardCharsets.UTF_8), range, in.readLong());
    for (int i = 0; i < column.counts.length; i++) {
      column.counts[i] = in.readLong();
    }
    if (in.readBoolean()) {
      column.types = TypeTree.read(in);
    }
    return column;
  }
}
