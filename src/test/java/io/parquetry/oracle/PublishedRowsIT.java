/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.PublishedRows.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of scripts/chaos sees what it is there to see. */
class PublishedRowsIT {
  @TempDir static Path folder;
  private static Path output;
  private static Path otherOutput;
  private static PublishedRows rows;

  @BeforeAll
  static void convert() throws IOException {
    Files.writeString(
        folder.resolve("a-2025-12-23.ndjson"), "{\"k\":1}\n{\"k\":1}\nbad\n{\"l\":null}\n");
    Files.writeString(folder.resolve("b-2025-12-24.ndjson"), "{\"k\":2}\n\n");
    Path manifest =
        Conversion.manifest(folder, List.of("a-2025-12-23.ndjson", "b-2025-12-24.ndjson"));
    output = Conversion.succeeding(manifest, folder.resolve("out")).output();
    rows = new PublishedRows(manifest);
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("c-2025-12-23.ndjson"), "{\"k\":3}\n");
    otherOutput =
        Conversion.succeeding(
                Conversion.manifest(other, List.of("c-2025-12-23.ndjson")), other.resolve("out"))
            .output();
  }

  @Test
  void aWholeOutputHasNoDifference() throws Exception {
    assertThat(rows.accepted()).isEqualTo(4);
    assertThat(rows.difference(PublishedRows.published(output)).none()).isTrue();
    assertThat(rows.difference(PublishedRows.visible(output)).none()).isTrue();
  }

  @Test
  void aFileThatNobodyPublishedIsSeenByTheListingOnly() throws Exception {
    Path part = PublishedRows.published(output).get(0);
    Path stray = Files.copy(part, part.resolveSibling("part-stray.parquet"));
    try {
      assertThat(rows.difference(PublishedRows.published(output)).none()).isTrue();
      assertThat(rows.difference(PublishedRows.visible(output)))
          .isEqualTo(new Difference(0, 3, 0, 0));
    } finally {
      Files.delete(stray);
    }
  }

  @Test
  void rowsOfAFileThatIsNotThereAreLost() throws Exception {
    List<Path> all = PublishedRows.published(output);
    assertThat(rows.difference(all.subList(0, 1))).isEqualTo(new Difference(1, 0, 0, 0));
    assertThat(rows.difference(List.of())).isEqualTo(new Difference(4, 0, 0, 0));
  }

  @Test
  void rowsOfAnotherInputAndAnotherRunAreStrange() throws Exception {
    List<Path> all = new ArrayList<>(PublishedRows.published(output));
    all.addAll(PublishedRows.published(otherOutput));
    assertThat(rows.difference(all)).isEqualTo(new Difference(0, 0, 1, 1));
  }
}
