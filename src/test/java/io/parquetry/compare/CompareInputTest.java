/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be compared ends before Flink starts, and all of it is told at once. */
class CompareInputTest {
  @TempDir Path folder;

  private Path left;
  private Path right;

  @BeforeEach
  void makeFolders() throws IOException {
    left = Files.createDirectory(folder.resolve("left"));
    right = Files.createDirectory(folder.resolve("right"));
  }

  @Test
  void foldersWithoutParquetAndFilesWithDamagedFootersAreToldTogether() throws Exception {
    Files.createDirectory(left.resolve("_temporary"));
    write(left.resolve("_temporary/a.parquet"), "SELECT 1 AS a");
    write(left.resolve(".hidden.parquet"), "SELECT 1 AS a");
    write(right.resolve("good.parquet"), "SELECT 1 AS a");
    byte[] whole = Files.readAllBytes(right.resolve("good.parquet"));
    Files.write(right.resolve("short.parquet"), Arrays.copyOf(whole, whole.length - 9));
    Files.writeString(right.resolve("text.parquet"), "this is no Parquet at all");
    Files.write(right.resolve("empty.parquet"), new byte[0]);
    byte[] garbled = whole.clone();
    Arrays.fill(garbled, whole.length - 40, whole.length - 8, (byte) 0xff);
    Files.write(right.resolve("garbled.parquet"), garbled);

    List<String> lines = Compared.run(left, right).with(4).err().lines().toList();

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .isEqualTo(
            "parquetry: error (INPUT_MISSING, exit code 4): ["
                + left
                + "] holds no file that ends in .parquet: expected an output of Parquet");
    List<String> damaged = List.of("empty", "garbled", "short", "text");
    for (int i = 0; i < damaged.size(); i++) {
      assertThat(lines.get(i + 1))
          .startsWith(
              "[" + right.resolve(damaged.get(i) + ".parquet") + "] cannot be read as Parquet: ")
          .endsWith("; deliver the file again");
    }
    write(left.resolve("a.parquet"), "SELECT 1 AS a");
    Compared.run(left, right).with(6);
    Compared nothing = Compared.run(folder.resolve("none"), folder.resolve("neither")).with(4);
    assertThat(nothing.err())
        .contains("[" + folder.resolve("none") + "] does not exist")
        .contains("[" + folder.resolve("neither") + "] does not exist");
  }

  @Test
  void columnsThatAreNotThereAreToldTogether() throws Exception {
    write(left.resolve("a.parquet"), "SELECT 1 AS id, 2 AS l");
    write(right.resolve("a.parquet"), "SELECT 1 AS id, 2 AS r");

    List<String> lines =
        Compared.run(left, right, "--key=id,l,none", "--ignore=id,other")
            .with(2)
            .err()
            .lines()
            .toList();

    assertThat(lines)
        .containsExactly(
            "parquetry: error (USAGE, exit code 2): [--ignore=other] is a column of neither side:"
                + " expected columns of the files: id, l, r",
            "[--key=id] is also ignored: take it out of --ignore",
            "[--key=l] is no column of " + right + ": expected one of id, r",
            "[--key=none] is no column of " + left + ": expected one of id, l",
            "[--key=none] is no column of " + right + ": expected one of id, r");
  }

  @Test
  void keysOfTypesWhoseTextsDifferAreRefusedWithTheFiles() throws Exception {
    write(left.resolve("a.parquet"), "SELECT 1::INT AS id, 1.5::DECIMAL(9,2) AS price");
    write(right.resolve("a.parquet"), "SELECT 1::DOUBLE AS id, 1.5::DECIMAL(9,1) AS price");
    write(right.resolve("b.parquet"), "SELECT '1' AS id, 1.5::DECIMAL(9,1) AS price");

    assertThat(Compared.run(left, right, "--key=id,price").with(2).err().lines())
        .containsExactly(
            "parquetry: error (USAGE, exit code 2): [--key=id] has types whose texts differ for the"
                + " same value: double in "
                + right
                + "/a.parquet, integer in "
                + left
                + "/a.parquet; choose another key, or write one of the sides with the type of the"
                + " other",
            "[--key=price] has types whose texts differ for the same value: decimal of scale 1 in "
                + right
                + "/a.parquet, decimal of scale 2 in "
                + left
                + "/a.parquet; choose another key, or write one of the sides with the type of the"
                + " other");
  }

  @Test
  void theParallelismHasBounds() {
    Compared compared = Compared.run(left, "x", "--parallelism=0");
    assertThat(compared.with(2).err()).contains("[--parallelism] expected 1 to 10000, found 0");
  }

  private static void write(Path file, String query) throws SQLException {
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    }
  }
}
