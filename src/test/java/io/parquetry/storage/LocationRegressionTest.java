/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationRegressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/in/../secret/a",
        "s3://bucket/./a",
        "s3://bucket/a\\b",
        "/data/a\\b",
        "/data/..\\etc\\passwd"
      })
  void nameReachesFileSystemUnchangedOrIsADefect(String text) {
    Location location = Location.parse(text);
    if (location.objectDefect() == null) {
      assertThat(Storage.path(location).getPath()).isEqualTo(location.path());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3-data.s3.eu-west-1.amazonaws.com/path/key, s3://s3-data/path/key",
    "https://s3logs.s3.amazonaws.com/path/key, s3://s3logs/path/key",
  })
  void bucketThatBeginsWithS3(String text, String uri) {
    assertThat(Location.parse(text).uri()).isEqualTo(uri);
  }

  @Test
  void fragmentIsNotDropped() {
    String got;
    try {
      got = Location.parse("https://s3.amazonaws.com/bucket/key#1").uri();
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(got).isEqualTo("s3://bucket/key#1");
  }
}
