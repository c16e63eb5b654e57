/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import io.parquetry.flink.FinalFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Reads a range of rows into marks. */
final class MarkFunction implements FlatMapFunction<Long, RowMark> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<ComparedFile> files;
  private final ArrayList<RowRange> ranges;
  private final ComparedColumns columns;

  MarkFunction(List<ComparedFile> files, List<RowRange> ranges, ComparedColumns columns) {
    this.files = new ArrayList<>(files);
    this.ranges = new ArrayList<>(ranges);
    this.columns = columns;
  }

  @Override
  public void flatMap(Long index, Collector<RowMark> marks) throws IOException {
    // Where no side has rows, the source has one index all the same.
    if (index < ranges.size()) {
      FinalFailures.marked(
          () -> {
            read(ranges.get(Math.toIntExact(index)), marks);
            return null;
          });
    }
  }

  private void read(RowRange range, Collector<RowMark> marks) throws IOException {
    ComparedFile file = files.get(range.file());
    Digester digester = new Digester();
    int[] all = columns.all();
    int[] values = columns.values();
    try (RowReader<Digest> reader =
        new RowReader<>(file.object(), columns.names(), digester::ofText)) {
      for (long number = range.begin(); number < range.end(); number++) {
        reader.goTo(number);
        Digest row = digester.ofColumns(reader, all);
        Digest key = columns.keyed() ? digester.ofColumns(reader, columns.key()) : row;
        long[] ofValues = columns.keyed() ? halves(reader, values) : new long[0];
        marks.collect(
            new RowMark(key, row, file.side(), new Place(range.file(), number), ofValues));
      }
    }
  }

  /** Half a digest tells apart two texts of one key well enough. */
  private static long[] halves(RowReader<Digest> row, int[] columns) {
    long[] halves = new long[columns.length];
    for (int i = 0; i < columns.length; i++) {
      Digest text = row.value(columns[i]);
      halves[i] = text == null ? 0 : text.high();
    }
    return halves;
  }
}
