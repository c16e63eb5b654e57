/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PartPlans;
import io.parquetry.pipeline.stringify.TextRows;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a committed file, and what is said of one that is not whole. */
class PartFooterTest {
  private static final int TAIL_BYTES = 64 << 10;

  /** The footer's length and PAR1. */
  private static final int BYTES_BEHIND_FOOTER = 8;

  /** And PAR1 at the beginning. */
  private static final int SMALLEST_BYTES = 12;

  @TempDir Path folder;

  @Test
  void aFooterLargerThanWhatIsReadFirstIsReadWhole() throws Exception {
    Path file = written(3000, 3);
    PartFooter footer = PartFooter.read(Location.parse(file.toString()));
    assertThat(footerLength(Files.readAllBytes(file))).isGreaterThan(TAIL_BYTES);
    assertThat(footer.rows()).isEqualTo(3);
    assertThat(footer.rowGroups()).isEqualTo(1);
    assertThat(footer.bytes()).isEqualTo(Files.size(file));
    assertThat(footer.run()).isEqualTo("this run");
    assertThat(footer.attempt()).isNull();
  }

  @Test
  void ofAFileThatEndsAnywhereItIsSaidThatItIsNotWhole() throws Exception {
    byte[] whole = Files.readAllBytes(written(2, 3));
    for (int length = 0; length < whole.length; length++) {
      assertNotWhole(
          Arrays.copyOf(whole, length),
          length < SMALLEST_BYTES
              ? "(it has " + length + " bytes only)"
              : "(expected PAR1 at its end, 0x50415231, found 0x");
    }
  }

  @Test
  void ofAFooterThatIsNoneItIsSaidThatTheFileIsNotWhole() throws Exception {
    byte[] whole = Files.readAllBytes(written(2, 3));
    int lengthAt = whole.length - BYTES_BEHIND_FOOTER;
    for (int upperByte : new int[] {0x40, 0x7f, 0x80, 0xff}) {
      byte[] longer = whole.clone();
      longer[lengthAt + 3] = (byte) upperByte;
      assertNotWhole(
          longer,
          String.format(
              "(expected a footer of at most %d bytes, found one of %d)",
              whole.length - SMALLEST_BYTES, ((long) upperByte << 24) + footerLength(whole)));
    }
    byte[] nothing = whole.clone();
    Arrays.fill(nothing, lengthAt - footerLength(whole), lengthAt, (byte) 0);
    assertNotWhole(nothing, "(its footer is damaged: ");
  }

  @Test
  void ofAFileThatHasGoneItIsSaidThatItIsNotThere() {
    assertThatThrownBy(() -> PartFooter.read(Location.parse(folder.resolve("none").toString())))
        .isInstanceOf(ParquetryException.class)
        .hasMessageContaining("was committed but is not there");
  }

  private void assertNotWhole(byte[] bytes, String why) throws IOException {
    Path file = Files.write(folder.resolve("torn.parquet"), bytes);
    assertThatThrownBy(() -> PartFooter.read(Location.parse(file.toString())))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.VERIFICATION))
        .hasMessageContaining("[" + file + "]")
        .hasMessageContaining("is no whole Parquet file (")
        .hasMessageContaining(why);
  }

  private static int footerLength(byte[] file) {
    int at = file.length - BYTES_BEHIND_FOOTER;
    return (file[at] & 0xff) | (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff) << 16;
  }

  private Path written(int columns, int rows) throws IOException {
    String[] keys = new String[columns];
    Arrays.setAll(keys, i -> String.format("c%04d", i));
    PartPlan part = PartPlans.withKeys(keys);
    Path file = folder.resolve("part.parquet");
    Files.deleteIfExists(file);
    String[] values = new String[columns];
    Arrays.fill(values, "value");
    try (ParquetWriter<RowData> writer =
        new TextParquet(PageCompression.SNAPPY, 4L << 20, part.columns())
            .writer(new LocalOutputFile(file), part, Map.of(PartWriters.RUN, "this run"))) {
      for (int row = 0; row < rows; row++) {
        writer.write(TextRows.of(part, values));
      }
    }
    return file;
  }
}
