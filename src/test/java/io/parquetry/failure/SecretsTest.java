/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @ParameterizedTest
  @CsvSource({
    "s3://AKIA:SECRET@bucket/k, s3://******@bucket/k",
    "s3a://AKIA:SEC/RE+T@bucket/k, s3a://******@bucket/k",
    "x https://SECRET@host/p y, x https://******@host/p y",
    "https://b/k?X-Amz-Signature=SECRET&x=1, https://b/k?X-Amz-Signature=******&x=1",
    "--s3.secret-key=SECRET, --s3.secret-key=******",
    "'[--my.api-key=SECRET]', '[--my.api-key=******]'",
    "s3://bucket/a@b, s3://bucket/a@b",
    "s3://bucket/a:b@c, s3://bucket/a:b@c",
    "me@example.org=x, me@example.org=x",
    "--target-file-size=64MB, --target-file-size=64MB"
  })
  void credentialsWithinATextAreMaskedAndNothingElse(String text, String masked) {
    assertThat(Secrets.masked(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.secret-key",
        "fs.s3a.access.key",
        "fs.s3a.session.token",
        "fs.s3a.server-side-encryption.key",
        "fs.s3a.encryption.key",
        "fs.azure.account.key.somewhere",
        "security.ssl.rest.keystore-password",
        "rest.basic-auth",
        "my.API_KEY",
        "metrics.reporter.apikey"
      })
  void aValueWithSuchANameIsMaskedWhole(String name) {
    assertThat(Secrets.masked(name, "anything")).isEqualTo("******");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "://", "://x:", "secret", "a@=", "secret-", "token.="})
  void aLongTextMadeToMatchAlmostTakesNoLongTime(String piece) {
    String text = piece.repeat((1 << 20) / piece.length()) + "@=";
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Secrets.masked(text));
  }
}
