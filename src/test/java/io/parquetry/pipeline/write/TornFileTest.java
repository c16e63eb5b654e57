/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.ParquetryException;
import io.parquetry.oracle.DuckDb;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PartPlans;
import io.parquetry.pipeline.stringify.TextRows;
import io.parquetry.storage.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure while a part is written never leaves a file that looks whole. */
class TornFileTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int SMALL_ROWS = 5;
  private static final int EVERY_BYTE_OF_THE_LAST = 200;
  private static final int DUCKDB_TAKES_ONE_OF = 8;
  private static final int ROWS_OF_THREE_GROUPS = 1500;

  @TempDir Path folder;

  private final PartPlan small = PartPlans.withKeys("a", "b");

  @Test
  void aSmallFileTornAtAnyByteDoesNotOpen() throws Exception {
    long whole = write(new Torn(NEVER), SMALL_ROWS).length();
    mustNotOpen(whole, 8, SMALL_ROWS);
  }

  @Test
  void aFileOfSeveralRowGroupsTornAnywhereDoesNotOpen() throws Exception {
    Torn complete = write(new Torn(NEVER), ROWS_OF_THREE_GROUPS);
    assertThat(footer(complete).rowGroups()).isGreaterThan(2);
    mustNotOpen(complete.length(), complete.length() / 50, ROWS_OF_THREE_GROUPS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 600}) // Of the latter rows wait for others.
  void aFileThatFailsLeavesTheOthersOfItsTaskWhole(int columns) throws Exception {
    String[] keys = new String[columns];
    Arrays.setAll(keys, i -> "c" + i);
    keys[0] = "a";
    PartPlan part = PartPlans.withKeys(keys);
    PartWriters writers = writers();
    Torn torn = new Torn(500_000);
    Torn[] whole = {new Torn(NEVER), new Torn(NEVER)};
    BulkWriter<RowData> failing = writers.create(torn);
    BulkWriter<RowData> beside = writers.create(whole[0]);
    assertThatThrownBy(() -> writeInTurn(part, failing, beside))
        .isInstanceOf(IOException.class)
        .hasMessage("torn at byte 500000");
    failing.finish();
    beside.addElement(TextRows.of(part, "the last", "b", "now", "file"));
    beside.finish();
    BulkWriter<RowData> behind = writers.create(whole[1]);
    behind.addElement(TextRows.of(part, "the only", "b", "now", "file"));
    behind.finish();
    assertThat(firstColumn(whole[0]))
        .startsWith("0", "1", "2")
        .endsWith("the last")
        .doesNotHaveDuplicates();
    assertThat(firstColumn(whole[1])).containsExactly("the only");
  }

  /** A few rows into each of two files, again and again. */
  private static void writeInTurn(PartPlan part, BulkWriter<RowData> one, BulkWriter<RowData> other)
      throws IOException {
    Random random = new Random(7);
    for (int row = 0; ; row++) {
      one.addElement(
          TextRows.of(part, Long.toHexString(random.nextLong()).repeat(100), "b", "now", "file"));
      other.addElement(TextRows.of(part, Integer.toString(row), "b", "now", "file"));
    }
  }

  private List<String> firstColumn(Torn file) throws IOException {
    List<String> values = new ArrayList<>();
    try (PartRows rows = PartRows.open(location(file))) {
      for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
        values.add(row.get("a"));
      }
    }
    return values;
  }

  private PartWriters writers() {
    return new PartWriters(
        "run", "1-0123abcd", PageCompression.NONE, 4L << 20, Location.parse(folder.toString()));
  }

  private void mustNotOpen(long whole, long step, int rows) throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(opensHere(write(new Torn(NEVER), rows))).as("the whole file").isTrue();
      assertThat(duckDbOpens(duckDb)).as("the whole file").isTrue();
      // Every byte where the footer is written, fewer before.
      for (long at = 0; at < whole; at += at < whole - EVERY_BYTE_OF_THE_LAST ? step : 1) {
        Torn torn = write(new Torn(at), rows);
        assertThat(torn.failed).as("a failure at byte " + at).isTrue();
        assertThat(opensHere(torn)).as("the file torn at byte " + at).isFalse();
        if (at % DUCKDB_TAKES_ONE_OF == 0) {
          assertThat(duckDbOpens(duckDb)).as("the file torn at byte " + at).isFalse();
        }
      }
    }
  }

  /**
   * Writes rows until one fails, and then finishes all the same. Flink would throw such a file
   * away; even a caller that does not must not get a short file that opens.
   */
  private Torn write(Torn out, int rows) throws IOException {
    BulkWriter<RowData> writer = writers().create(out);
    Random random = new Random(7);
    int written = 0;
    try {
      while (written < rows) {
        String text = Long.toHexString(random.nextLong()).repeat(rows > SMALL_ROWS ? 100 : 1);
        writer.addElement(TextRows.of(small, text, "b" + written, "now", "file"));
        written++;
      }
    } catch (IOException | RuntimeException e) {
      out.failed = true;
    }
    try {
      writer.finish();
    } catch (IOException | RuntimeException e) {
      out.failed = true;
    }
    return out;
  }

  private PartFooter footer(Torn torn) throws IOException {
    return PartFooter.read(location(torn));
  }

  private Location location(Torn torn) throws IOException {
    Path file = Files.write(folder.resolve("part.parquet"), torn.bytes.toByteArray());
    return Location.parse(file.toString());
  }

  private boolean opensHere(Torn torn) {
    try {
      return footer(torn).rows() >= 0;
    } catch (IOException | ParquetryException e) {
      return false;
    }
  }

  private boolean duckDbOpens(DuckDb duckDb) {
    String query = "SELECT count(*) FROM read_parquet('" + folder.resolve("part.parquet") + "')";
    try {
      return duckDb.number(query) >= 0;
    } catch (SQLException e) {
      return false;
    }
  }

  /** A stream that fails once, at the n-th byte, and works again afterwards. */
  private static final class Torn extends FSDataOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long failAt;
    private boolean thrown;
    private boolean failed;

    Torn(long failAt) {
      this.failAt = failAt;
    }

    long length() {
      return bytes.size();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (!thrown && bytes.size() + length > failAt) {
        thrown = true;
        bytes.write(buffer, offset, (int) (failAt - bytes.size()));
        throw new IOException("torn at byte " + failAt);
      }
      bytes.write(buffer, offset, length);
    }

    @Override
    public long getPos() {
      return bytes.size();
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }
}
