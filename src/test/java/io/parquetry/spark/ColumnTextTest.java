/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.json.KeyTable;
import io.parquetry.json.ObjectScanner;
import io.parquetry.json.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no golden file of Spark can hold. */
class ColumnTextTest {

  @Test
  void aMillionLevelsOverflowNoStack() {
    int depth = 999_999;
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    assertThat(written(arrays, arrays)).isEqualTo(arrays);

    String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    assertThat(written(objects, objects)).isEqualTo("{".repeat(depth) + "1" + "}".repeat(depth));

    String anew = "{ \"a\" : ".repeat(depth) + "1" + " }".repeat(depth);
    assertThat(written(anew, anew, "\"text\"")).isEqualTo(objects);
  }

  @Test
  void anEmptyStringBelowAMillionArraysTakesThemAllAway() {
    int depth = 999_998;
    String whole = "[".repeat(depth) + "1" + "]".repeat(depth);
    String empty = "[".repeat(depth) + "\"\"" + "]".repeat(depth);

    assertThat(written(empty, whole, empty)).isEqualTo("MALFORMED");
    assertThat(written("{\"a\":" + empty + "}", "{\"a\":" + whole + "}", "{\"a\":\"\"}"))
        .isEqualTo("{null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "true", "{\"a\":1}", "[1]", "1.5"})
  void aValueOfAnotherKindThanDiscoveredIsNotWritten(String value) {
    assertThatThrownBy(() -> written(value, "1"))
        .isInstanceOf(ColumnText.UnknownValueException.class);
    assertThatThrownBy(() -> written("[" + value + "]", "[1]"))
        .isInstanceOf(ColumnText.UnknownValueException.class);
  }

  @Test
  void aFieldThatWasNotDiscoveredIsNotPassedOver() {
    assertThatThrownBy(() -> written("{\"b\":1}", "{\"a\":1}"))
        .isInstanceOf(ColumnText.UnknownValueException.class);
  }

  @Test
  void slicesOfARowStayWhenTheBufferGrows() {
    TextBuffer out = new TextBuffer();
    out.put("first");
    byte[] before = out.bytes();
    out.put("x".repeat(100_000));

    assertThat(new String(before, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("first");
    assertThat(out.toString()).isEqualTo("first" + "x".repeat(100_000));
  }

  /** The text of a value in a column that has these values. */
  private static String written(String value, String... discovered) {
    ColumnText column = ColumnText.ofAll(List.of(TypeTreeTest.treeOf(discovered)))[0];
    ObjectScanner scanner = ObjectScanner.notingTokens(1_000_000, new KeyTable());
    byte[] line = ("{\"k\":" + value + "}").getBytes(StandardCharsets.UTF_8);
    scanner.scan(line, 0, line.length);
    int start = scanner.valueStart(0);
    int end = scanner.valueEnd(0);
    TextBuffer out = new TextBuffer();
    switch (column.write(scanner, 0, out)) {
      case UNCHANGED:
        return new String(line, start, end - start, StandardCharsets.UTF_8);
      case WRITTEN:
        return out.toString();
      default:
        return "MALFORMED";
    }
  }
}
