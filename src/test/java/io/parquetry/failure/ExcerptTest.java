/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExcerptTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("nothing", "", ""),
        Arguments.of("plain text", "a b%s{}\"\\", "a b%s{}\"\\"),
        Arguments.of("several scripts", "größe データ 👍", "größe データ 👍"),
        Arguments.of("line ends", "a\r\nb\tc", "a\\u000d\\u000ab\\u0009c"),
        Arguments.of("a colour of the terminal", "\u001b[31mred", "\\u001b[31mred"),
        Arguments.of("NUL, delete and next line", "\0\u007f\u0085", "\\u0000\\u007f\\u0085"),
        Arguments.of("an override of direction", "a\u202eb\u2066", "a\\u202eb\\u2066"),
        Arguments.of("a separator of lines", "a\u2028b", "a\\u2028b"),
        Arguments.of("joined emoji", "👩\u200d🔬", "👩\u200d🔬"),
        Arguments.of("a credential", "s3://AKIA:SECRET@b/k", "s3://******@b/k"),
        Arguments.of("a high surrogate alone", "a\ud83dz", "a\\ud83dz"),
        Arguments.of("a high surrogate at the end", "a\ud83d", "a\\ud83d"),
        Arguments.of("a low surrogate alone", "\udc4dz", "\\udc4dz"),
        Arguments.of("surrogates in the wrong order", "\udc4d\ud83d", "\\udc4d\\ud83d"),
        Arguments.of("200 characters", "x".repeat(200), "x".repeat(200)),
        Arguments.of("201 characters", "x".repeat(201), "x".repeat(200) + "…"),
        Arguments.of("a pair that just fits", "x".repeat(199) + "👍", "x".repeat(199) + "👍"),
        Arguments.of("a pair at the cut", "x".repeat(199) + "👍y", "x".repeat(199) + "👍…"),
        Arguments.of("a pair behind the cut", "x".repeat(200) + "👍", "x".repeat(200) + "…"),
        Arguments.of("a megabyte", "x".repeat(1 << 20), "x".repeat(200) + "…"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void textFromOutsideIsMadeFitForAMessage(String what, String text, String excerpt) {
    assertThat(Excerpt.of(text)).as(what).isEqualTo(excerpt);
  }
}
