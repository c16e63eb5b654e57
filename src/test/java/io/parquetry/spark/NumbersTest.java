/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.json.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "0, 0.0",
    "-0, 0.0",
    "-0.0, -0.0",
    "5, 5.0",
    "1.50, 1.5",
    "100.000, 100.0",
    "0.001, 0.001",
    "0.00100, 0.001",
    "0.0001, 1.0E-4",
    "9999999, 9999999.0",
    "10000000, 1.0E7",
    "12345678.9, 1.23456789E7",
    "1e10, 1.0E10",
    "1e400, Infinity",
    "-1e400, -Infinity",
    "NaN, NaN",
    "9007199254740993, 9.007199254740992E15"
  })
  void doublesAreWrittenAsJavaWritesThem(String number, String text) {
    assertThat(asDouble(number)).isEqualTo(text);
  }

  /** Most numbers are written without making a double of them. */
  @Test
  void decimalsOfEveryLengthAreWrittenAsIfADoubleHadBeenMade() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 300_000; i++) {
      String number = decimal(random);
      String expected = number.equals("-0") ? "0.0" : Double.toString(Double.parseDouble(number));
      assertThat(asDouble(number)).as(number).isEqualTo(expected);
    }
  }

  private static String decimal(SplittableRandom random) {
    StringBuilder number = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    int integerDigits = random.nextInt(1, 10);
    long integer = random.nextLong((long) Math.pow(10, integerDigits));
    number.append(random.nextInt(3) == 0 ? 0 : integer);
    int fraction = random.nextInt(12);
    if (fraction > 0) {
      number.append('.');
      int zeros = random.nextInt(fraction);
      for (int i = 0; i < fraction; i++) {
        number.append(i < zeros ? 0 : random.nextInt(10));
      }
    }
    return number.toString();
  }

  private static String asDouble(String number) {
    byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
    TextBuffer out = new TextBuffer();
    Numbers.putDouble(bytes, 0, bytes.length, out);
    return out.toString();
  }
}
