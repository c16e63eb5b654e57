/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The first 128 bits of a SHA-256: stands for a text or a row. Among n different ones, two are the
 * same with a probability of n² / 2^129.
 */
final class Digest implements Serializable, Comparable<Digest> {
  private static final long serialVersionUID = 1L;

  private final long high;
  private final long low;

  Digest(long high, long low) {
    this.high = high;
    this.low = low;
  }

  static Digest read(DataInputView source) throws IOException {
    return new Digest(source.readLong(), source.readLong());
  }

  void write(DataOutputView target) throws IOException {
    target.writeLong(high);
    target.writeLong(low);
  }

  /** The first half. */
  long high() {
    return high;
  }

  /** The second half. */
  long low() {
    return low;
  }

  @Override
  public int compareTo(Digest other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest && high == ((Digest) other).high && low == ((Digest) other).low;
  }

  @Override
  public int hashCode() {
    return Objects.hash(high, low);
  }
}
