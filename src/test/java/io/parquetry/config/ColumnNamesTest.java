/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class ColumnNamesTest {

  @Test
  void namesAreSeparatedByCommasAndKeepTheirOrder() {
    assertThat(convert("b, a,coupon code").names()).containsExactly("b", "a", "coupon code");
    assertThat(convert("b, a")).hasToString("b, a");
  }

  @Test
  void aJsonArrayTakesAnyName() {
    assertThat(convert(" [\"a,b\", \"\", \" c\", \"\\u00e9\"]").names())
        .containsExactly("a,b", "", " c", "é");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a,,b       | expected names separated by commas, found an empty one in \"a,,b\"; a column without a name can be given in a JSON array",
        "a,         | expected names separated by commas, found an empty one in \"a,\"; a column without a name can be given in a JSON array",
        "a,b,a      | the column \"a\" is named twice",
        "[]         | expected names of columns, found none",
        "[\"a\"      | expected names separated by commas, or a JSON array of strings, found \"[\"a\"\"",
        "[\"a\"] b   | expected names separated by commas, or a JSON array of strings, found \"[\"a\"] b\"",
        "[\"a\",null]| expected names separated by commas, or a JSON array of strings, found \"[\"a\",null]\"",
        "[{}]       | expected names separated by commas, or a JSON array of strings, found \"[{}]\"",
      })
  void otherTextIsToldWithWhatWasExpected(String text, String message) {
    assertThatThrownBy(() -> convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(message);
  }

  private static ColumnNames convert(String text) {
    return new ColumnNames.Converter().convert(text);
  }
}
