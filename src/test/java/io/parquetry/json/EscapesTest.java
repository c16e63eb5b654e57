/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain            | plain
          \\"              | "
          a\\/b\\\\c       | a/b\\c
          \\u0041\\u00e9   | A\u00e9
          \\u20AC\\u20ac   | \u20ac\u20ac
          \\ud83d\\uDE00   | \ud83d\ude00
          \\uD800\\uDC00   | \ud800\udc00
          \\udbff\\udfff   | \udbff\udfff
          \\\\u0041        | \\u0041
          \u00e9\\u0022    | \u00e9"
          """)
  void escapesBecomeTheCharactersTheyStandFor(String source, String text) {
    assertThat(resolved(source)).isEqualTo(text);
  }

  @Test
  void singleLetterEscapesStandForControlCharacters() {
    assertThat(resolved("\\b\\f\\n\\r\\t")).isEqualTo("\b\f\n\r\t");
  }

  @Test
  void anEmptyTextStaysEmpty() {
    assertThat(resolved("")).isEmpty();
  }

  @Test
  void everyCodePointIsResolvedFromItsEscapes() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        checkEscapeOf(Character.toString(codePoint));
      }
    }
  }

  @Test
  void theTextGoesToItsPlaceInTheTargetAndNowhereElse() {
    byte[] source = "before\\u20acx\\n behind".getBytes(ISO_8859_1);
    byte[] target = new byte[12];
    Arrays.fill(target, (byte) '.');
    int end = Escapes.resolve(source, 6, 15, target, 3);
    assertThat(end).isEqualTo(8);
    assertThat(new String(target, UTF_8)).isEqualTo("...\u20acx\n....");
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 0", "ffff, 65535", "FFFF, 65535", "09aF, 2479", "00g0, -1", "+123, -1", "-001, -1",
    "12, -1", "123\u00e9, -1", "' 123', -1", "123/, -1", "123:, -1", "123@, -1", "123`, -1",
  })
  void onlyFourHexadecimalDigitsAreANumber(String digits, int value) {
    byte[] source = digits.getBytes(ISO_8859_1);
    assertThat(Escapes.hex4(source, 0, source.length)).isEqualTo(value);
  }

  @Test
  void digitsBehindTheEndOfTheLineDoNotCount() {
    byte[] source = "1234".getBytes(ISO_8859_1);
    assertThat(Escapes.hex4(source, 0, 3)).isEqualTo(-1);
    assertThat(Escapes.hex4(source, 1, 4)).isEqualTo(-1);
  }

  private static void checkEscapeOf(String character) {
    StringBuilder escape = new StringBuilder();
    character
        .chars()
        .forEach(unit -> escape.append("\\u").append(Integer.toHexString(unit | 0x10000), 1, 5));
    if (!resolved(escape.toString()).equals(character)) {
      assertThat(resolved(escape.toString())).as(escape.toString()).isEqualTo(character);
    }
  }

  private static String resolved(String text) {
    byte[] source = text.getBytes(UTF_8);
    byte[] target = new byte[source.length];
    int end = Escapes.resolve(source, 0, source.length, target, 0);
    return new String(target, 0, end, UTF_8);
  }
}
