/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.util.EnumMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Pairs the rows of a key, which come one after the other, and tallies what is left. */
final class PairOperator extends AbstractStreamOperator<Tally>
    implements OneInputStreamOperator<RowMark, Tally>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final boolean keyed;

  private transient Tally tally;
  private transient RowMark first;
  private transient EnumMap<Side, Long> rows;
  private transient EnumMap<Side, Tally.Only> left;

  /**
   * Pairs rows.
   *
   * @param keyed whether a key was given; without one only equal rows have the same
   */
  PairOperator(boolean keyed) {
    this.keyed = keyed;
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally = new Tally();
    rows = new EnumMap<>(Side.class);
    left = new EnumMap<>(Side.class);
  }

  @Override
  public void processElement(StreamRecord<RowMark> element) {
    RowMark mark = element.getValue();
    if (first != null && !first.key().equals(mark.key())) {
      endKey();
    }
    if (first == null || RowMark.BY_DIGEST.compare(mark, first) < 0) {
      first = mark;
    }
    long equal = Math.min(mark.rows(Side.LEFT), mark.rows(Side.RIGHT));
    tally.addEqual(equal);
    for (Side side : Side.values()) {
      rows.merge(side, mark.rows(side), Long::sum);
      long surplus = mark.rows(side) - equal;
      if (surplus > 0) {
        Tally.Only ofSide = left.computeIfAbsent(side, s -> new Tally.Only());
        ofSide.rows += surplus;
        ofSide.examples.add(mark.surplus(side, surplus));
      }
    }
  }

  /**
   * Where one row is left on each side, these two are the same row with other values; else it
   * cannot be told which belongs to which.
   */
  private void endKey() {
    Tally.Only ofLeft = left.get(Side.LEFT);
    Tally.Only ofRight = left.get(Side.RIGHT);
    if (ofLeft != null && ofRight != null && ofLeft.rows == 1 && ofRight.rows == 1) {
      tally.addChanged(ofLeft.examples.marks().get(0), ofRight.examples.marks().get(0));
    } else {
      left.forEach((side, only) -> tally.addOnly(side, only.rows, only.examples));
    }
    if (keyed) {
      for (Side side : Side.values()) {
        addDuplicates(side);
      }
    }
    first = null;
    rows.clear();
    left.clear();
  }

  private void addDuplicates(Side side) {
    long ofSide = rows.getOrDefault(side, 0L);
    if (ofSide > 1) {
      // The place of any row of the key tells its text.
      Side there = first.place(side) == null ? side.other() : side;
      RowMark mark = new RowMark(first.key(), first.row(), side, first.place(there), new long[0]);
      tally.addDuplicates(side, mark.surplus(side, ofSide));
    }
  }

  @Override
  public void endInput() {
    if (first != null) {
      endKey();
    }
    output.collect(new StreamRecord<>(tally));
  }
}
