/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {

  @ParameterizedTest(name = "{0} is {1} bytes")
  @CsvSource({
    "0,         0",
    "1000,      1000",
    "1b,        1",
    "1kb,       1024",
    "1KB,       1024",
    "64 kb,     65536",
    "' 64k ',   65536",
    "128MB,     134217728",
    "128m,      134217728",
    "1g,        1073741824",
    "4GB,       4294967296",
    "1tb,       1099511627776",
  })
  void unitsArePowersOf1024(String text, long bytes) {
    assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {"", " ", "MB", "-1", "1.5GB", "1,000", "128 M B", "12XB", "0x10", "99999999999tb"})
  void whatIsNoSizeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> new ByteSize().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("expected a size such as 128MB, found \"" + text + "\"");
  }
}
