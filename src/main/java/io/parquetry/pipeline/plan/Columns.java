/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The columns of the output: the input's, sorted, then the two audit columns. */
public final class Columns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names;
  private final BitSet plain;

  private Columns(List<String> names, BitSet plain) {
    this.names = new ArrayList<>(names);
    this.plain = plain;
  }

  /** The columns of a run. */
  static Columns of(List<String> sortedKeys, PlanOptions options) {
    List<String> names = new ArrayList<>(sortedKeys);
    names.add(options.timestampColumn());
    names.add(options.sourceColumn());
    return new Columns(names, new BitSet());
  }

  /** The same columns; those marked are written without a dictionary. */
  Columns withPlain(BitSet marked) {
    return new Columns(names, marked);
  }

  /** All names, in the order of the file. */
  public List<String> names() {
    return names;
  }

  /** The names that come from the input. */
  public List<String> keys() {
    return names.subList(0, names.size() - 2);
  }

  /** How many columns there are, audit columns included. */
  public int count() {
    return names.size();
  }

  /** Position of the audit column that holds the instant of the run. */
  public int timestampPosition() {
    return names.size() - 2;
  }

  /** Position of the audit column that holds the source file. */
  public int sourcePosition() {
    return names.size() - 1;
  }

  /** Whether the sample has shown that a dictionary does not pay for this column. */
  public boolean plain(int position) {
    return plain.get(position);
  }
}
