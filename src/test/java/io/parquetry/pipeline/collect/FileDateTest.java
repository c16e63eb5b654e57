/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDateTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "/in/part-2025-12-23.ndjson,                  2025-12-23",
    "/in/2025-12-23.ndjson,                       2025-12-23",
    "/2025-12-23,                                 2025-12-23",
    "2025-12-23,                                  2025-12-23",
    "/in/2025-12-23-2026-01-01.ndjson,            2025-12-23",
    "/in/a2025-12-23T10:15:00Z.ndjson,            2025-12-23",
    "/in/2025-12-231.ndjson,                      2025-12-23",
    "/in/20252025-12-23.ndjson,                   2025-12-23",
    "/in/2025-99-99-then-2025-12-23.ndjson,       2025-12-23",
    "/in/1111-2025-12-23.ndjson,                  2025-12-23",
    "/in/2024-02-29.ndjson,                       2024-02-29",
    "/in/2025-02-29_2025-03-01.ndjson,            2025-03-01",
    "/in/2025-01-01/part-2025-12-23.ndjson,       2025-12-23",
    "/in/day=2025-12-23/part.ndjson,              2025-12-23",
    "/in/2026-01-01/2025-12-23/part.ndjson,       2025-12-23",
    "/in/2025-12-23/then/part.ndjson,             2025-12-23",
    "/in/2025-12-23/part-2025-13-01.ndjson,       2025-12-23",
  })
  void theDateIsTheFirstDayInTheNameOrElseInTheFolders(String path, String date) {
    assertThat(FileDate.in(path)).contains(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/in/part.ndjson",
        "/in/2025-12-23-test/part.ndjson",
        "/in/v2025-12-23/part.ndjson",
        "/in/2025-02-30.ndjson",
        "/in/2025-00-10.ndjson",
        "/in/20251223.ndjson",
        "/in/2025_12_23.ndjson",
        "/in/2025/12/23/part.ndjson",
        "/in/2025-1-2.ndjson",
        "/in/٢٠٢٥-١٢-٢٣.ndjson",
        "/in/2025-12-/23.ndjson"
      })
  void whatOnlyResemblesADateIsNone(String path) {
    assertThat(FileDate.in(path)).isEmpty();
  }
}
