/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.json.KeyTable;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.spark.TypeTree;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** The columns of the output: the input's, sorted, or those given; then the two audit columns. */
public final class Columns implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The position of a column that is not there. */
  public static final int NO_COLUMN = -1;

  private final ArrayList<String> names;
  private final ArrayList<String> dropped;
  private final ArrayList<TypeTree> types;
  private final int corruptPosition;
  private final boolean given;
  private final BitSet plain;

  private Columns(
      List<String> names,
      List<String> dropped,
      List<TypeTree> types,
      int corruptPosition,
      boolean given,
      BitSet plain) {
    this.names = new ArrayList<>(names);
    this.dropped = new ArrayList<>(dropped);
    this.types = types == null ? null : new ArrayList<>(types);
    this.corruptPosition = corruptPosition;
    this.given = given;
    this.plain = plain;
  }

  /** The columns of a run whose values are written as they stand. */
  static Columns of(List<String> sortedKeys, PlanOptions options) {
    return new Columns(
        withAudit(sortedKeys, options), List.of(), null, NO_COLUMN, false, new BitSet());
  }

  /** The columns that the user has given, whatever keys the input has. */
  static Columns given(List<String> names, PlanOptions options) {
    return new Columns(withAudit(names, options), List.of(), null, NO_COLUMN, true, new BitSet());
  }

  /**
   * The columns of a run whose values are written as Spark writes them.
   *
   * @param union with types
   * @param corrupt whether there is a column for bad records
   */
  static Columns typed(ColumnUnion union, boolean corrupt, PlanOptions options) {
    TreeMap<String, TypeTree> types = new TreeMap<>();
    union.written().forEach(column -> types.put(column.name(), column.types()));
    if (corrupt) {
      types.putIfAbsent(DiscoverOptions.CORRUPT_RECORD, new TypeTree());
    }
    List<String> keys = new ArrayList<>(types.keySet());
    int position = corrupt ? keys.indexOf(DiscoverOptions.CORRUPT_RECORD) : NO_COLUMN;
    return new Columns(
        withAudit(keys, options),
        union.dropped(),
        new ArrayList<>(types.values()),
        position,
        false,
        new BitSet());
  }

  private static List<String> withAudit(List<String> keys, PlanOptions options) {
    List<String> names = new ArrayList<>(keys);
    names.add(options.timestampColumn());
    names.add(options.sourceColumn());
    return names;
  }

  /** The same columns; those marked are written without a dictionary. */
  Columns withPlain(BitSet marked) {
    return new Columns(names, dropped, types, corruptPosition, given, marked);
  }

  /** Whether the user has given them, so that the input may have keys beyond them. */
  public boolean given() {
    return given;
  }

  /** Keys of the input that have no column. */
  public List<String> dropped() {
    return dropped;
  }

  /** The types of {@link #keys()}, or null where values are written as they stand. */
  public List<TypeTree> types() {
    return types;
  }

  /** Position of the column for bad records, or {@link #NO_COLUMN}. */
  public int corruptPosition() {
    return corruptPosition;
  }

  /** All names, in the order of the file. */
  public List<String> names() {
    return names;
  }

  /** The names that come from the input. */
  public List<String> keys() {
    return names.subList(0, names.size() - 2);
  }

  /**
   * A table in which each key has the position of its column; those that Spark drops stand behind.
   */
  public KeyTable keyPositions() {
    List<String> all = new ArrayList<>(keys());
    all.addAll(dropped);
    return KeyTable.of(all);
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
