/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.LineReader;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeLinesTest {
  private static final String TEXT = "{\"a\":1}\n{\"a\":2}\n";
  private static final InputFile FILE =
      new InputFile("a.ndjson", Location.parse("/in/a.ndjson"), TEXT.length(), 0, "2025-12-23");

  @Test
  void aFileThatIsReadToItsEndIsWhole() throws IOException {
    RangeLines lines = readToTheEnd(TEXT);
    assertThat(lines.isWholeFileOfPlainText()).isTrue();
    lines.checkReadWhole();
  }

  /** As storage may do where a file becomes another one behind an open connection. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"a\":1}\n", "{\"a\":1}\n{\"a\":2222}\n"})
  void aFileThatEndsBeforeOrBehindItsLengthHasChanged(String text) throws IOException {
    RangeLines lines = readToTheEnd(text);
    assertThatThrownBy(lines::checkReadWhole)
        .isInstanceOfSatisfying(
            ParquetryException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.INPUT_CHANGED))
        .hasMessage(
            "[a.ndjson] has changed while the run was reading it: expected 16 bytes, found %d; run"
                + " again when nothing changes its input",
            text.length());
  }

  private static RangeLines readToTheEnd(String text) throws IOException {
    RangeLines lines =
        RangeLines.of(
            FILE,
            new ByteRange(0, 0, FILE.length()),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new LineReader(1 << 20));
    while (lines.next()) {
      assertThat(lines.line().length()).isPositive();
    }
    return lines;
  }
}
