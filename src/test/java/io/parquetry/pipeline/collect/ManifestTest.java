/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Location LOCATION = Location.parse("/m.json");

  /** Each entry is shown as its name, with an asterisk behind a prefix. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}]}                                              | a",
        "{\"fileLocations\":[{\"URIPrefixes\":[\"a\"]}]}                                       | a*",
        "{\"fileLocations\":[{\"URIs\":[\"b\",\"a\"]},{\"URIPrefixes\":[\"d\",\"c\"]}]}        | b a d* c*",
        "{\"fileLocations\":[{\"URIs\":[\"a\"],\"URIPrefixes\":[\"b\"]}]}                      | a b*",
        "{\"fileLocations\":[{\"URIPrefixes\":[\"b\"]},{\"URIs\":[\"a\"]},{\"URIs\":[\"c\"]}]} | b* a c",
        "{\"fileLocations\":[{\"URIs\":[\"a\",\"a\"]},{\"URIs\":[\"a\"]}]}                     | a a a",
        "{\"fileLocations\":[{},{\"URIs\":[]},{\"URIs\":[\"a\"]}]}                             | a",
        "{\"globalUploadSettings\":{\"format\":\"JSON\"},\"fileLocations\":[{\"URIs\":[\"a\"]}]} | a",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],\"globalUploadSettings\":{\"format\":\"json\"}} | a",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],\"globalUploadSettings\":{}}                  | a",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],\"globalUploadSettings\":{\"delimiter\":\",\",\"x\":{\"format\":\"CSV\"}}} | a",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],\"globalUploadSettings\":null}                | a",
        "{\"comment\":[{\"fileLocations\":1}],\"fileLocations\":[{\"URIs\":[\"a\"]}],\"v\":2}  | a",
        "{\"fileLocations\":[{\"URIs\":[\"a\\u00f6\\/\\\\\"]}]}                                | aö/\\",
      })
  void theEntriesComeInTheirOrder(String text, String entries) throws IOException {
    assertThat(names(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(entries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void everyEncodingThatJsonAllowsIsRead(String charset) throws IOException {
    String text = "{\"fileLocations\":[{\"URIs\":[\"größe/データ/👍\"]}]}";

    assertThat(names(text.getBytes(Charset.forName(charset)))).isEqualTo("größe/データ/👍");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreAccepted() throws IOException {
    String text = "\ufeff{\r\n\"fileLocations\": [\r\n{\"URIs\": [\r\n\"a\",\r\n\"b\"]}]\r\n}\r\n";

    List<Manifest.Entry> entries = entries(text);

    assertThat(entries).extracting(Manifest.Entry::text).containsExactly("a", "b");
    assertThat(entries).extracting(Manifest.Entry::line).containsExactly(4, 5);
  }

  @Test
  void aHundredThousandEntriesAreRead() throws IOException {
    String uris =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"s3://bucket/in/part-" + i + "-2025-12-23.ndjson\"")
            .collect(Collectors.joining(",\n"));

    List<Manifest.Entry> entries = entries("{\"fileLocations\":[{\"URIs\":[" + uris + "]}]}");

    assertThat(entries).hasSize(100_000);
    assertThat(entries.get(99_999).text()).isEqualTo("s3://bucket/in/part-99999-2025-12-23.ndjson");
    assertThat(entries.get(99_999).line()).isEqualTo(100_000);
  }

  /** In the texts a tilde stands for a line feed. */
  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1:0 | is empty: expected {\"fileLocations\":[{\"URIs\":[…]}]}",
        "` ~ ` | 1:0 | is empty: expected {\"fileLocations\":[{\"URIs\":[…]}]}",
        "[] | 1:1 | is not of the expected form: expected an object with \"fileLocations\", found an array",
        "null | 1:1 | is not of the expected form: expected an object with \"fileLocations\", found null",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}]}~{} | 2:1 | has something behind its closing brace: expected the end of the file",
        "{} | 1:2 | has no \"fileLocations\": expected {\"fileLocations\":[{\"URIs\":[…]}]}",
        "{\"FileLocations\":[{\"URIs\":[\"a\"]}]} | 1:34 | has no \"fileLocations\": expected {\"fileLocations\":[{\"URIs\":[…]}]}",
        "{\"fileLocations\":{\"URIs\":[\"a\"]}} | 1:18 | is not of the expected form: expected an array in \"fileLocations\", found an object",
        "{\"fileLocations\":null} | 1:18 | is not of the expected form: expected an array in \"fileLocations\", found null",
        "{\"fileLocations\":[]} | 1:20 | names no files: expected at least one entry in \"URIs\" or \"URIPrefixes\"",
        "{\"fileLocations\":[{\"URIs\":[]}]} | 1:31 | names no files: expected at least one entry in \"URIs\" or \"URIPrefixes\"",
        "{\"fileLocations\":[~\"a\"]} | 2:1 | is not of the expected form: expected an object with \"URIs\" or \"URIPrefixes\", found a string",
        "{\"fileLocations\":[{\"URIs\":~\"a\"}]} | 2:1 | is not of the expected form: expected an array of strings in \"URIs\", found a string",
        "{\"fileLocations\":[{\"URIs\":[\"a\",~7]}]} | 2:1 | is not of the expected form: expected a string in \"URIs\", found a number",
        "{\"fileLocations\":[{\"URIs\":[null]}]} | 1:28 | is not of the expected form: expected a string in \"URIs\", found null",
        "{\"fileLocations\":[{\"URIPrefixes\":[[\"a\"]]}]} | 1:35 | is not of the expected form: expected a string in \"URIPrefixes\", found an array",
        "{\"fileLocations\":[{~\"uris\":[\"a\"]}]} | 2:8 | has the unknown member \"uris\" in \"fileLocations\": expected \"URIs\" or \"URIPrefixes\"",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],~\"globalUploadSettings\":{\"format\":\"CSV\"}} | 2:34 | says that its files have the format \"CSV\": expected JSON",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],\"globalUploadSettings\":{\"format\":null}} | 1:68 | says that its files have the format \"null\": expected JSON",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],\"globalUploadSettings\":{\"format\":[1]}} | 1:68 | says that its files have the format \"[\": expected JSON",
      })
  void aManifestOfAnotherShapeIsRefusedWithLineAndColumn(String text, String at, String what) {
    assertThatThrownBy(() -> entries(text.replace('~', '\n')))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MANIFEST))
        .hasMessage("[/m.json:%s] the manifest %s", at, what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7bff7d",
        "7b22c328223a317d",
        "00000000",
        "0000007b00110000",
        "1f8b0800",
        "fffe7b",
        "7b00",
        "feff007bd8000041"
      })
  void bytesThatAreNoTextAreRefusedWithTheManifestsName(String hex) {
    assertThatThrownBy(() -> Manifest.entries(LOCATION, HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MANIFEST))
        .hasMessageStartingWith("[/m.json");
  }

  /** The parser's own sentence may go on with where it began to read. */
  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | 1:6 | Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        "{ | 1:2 | Unexpected end-of-input: expected close marker for Object",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}] | 1:34 | Unexpected end-of-input: expected close marker for Object",
        "{\"fileLocations\":[{\"URIs\":[\"a | 1:30 | Unexpected end-of-input in VALUE_STRING",
        "{'fileLocations':[]} | 1:2 | Unexpected character (''' (code 39)): was expecting double-quote to start field name",
        "{\"fileLocations\":[{\"URIs\":[\"a\",]}]} | 1:32 | Unexpected character (']' (code 93)): expected a value",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}]}] | 1:35 | Unexpected close marker ']': expected '}'",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}]} x | 1:37 | Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        "{\"fileLocations\":[{\"URIs\":[\"a\"]}],~\"fileLocations\":[]} | 2:16 | Duplicate field 'fileLocations'",
        "{\"fileLocations\":[{\"URIs\":[\"a\"],\"URIs\":[\"b\"]}]} | 1:39 | Duplicate field 'URIs'",
        "{\"fileLocations\":[{\"URIs\":[\"a~b\"]}]} | 1:30 | Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value",
      })
  void aManifestThatIsNoJsonIsRefusedWithLineAndColumn(String text, String at, String what) {
    assertThatThrownBy(() -> entries(text.replace('~', '\n')))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MANIFEST))
        .hasMessageStartingWith(
            "[/m.json:%s] the manifest is not valid JSON: %s".formatted(at, what));
  }

  private static String names(byte[] content) throws IOException {
    return Manifest.entries(LOCATION, content).stream()
        .map(entry -> entry.text() + (entry.prefix() ? "*" : ""))
        .collect(Collectors.joining(" "));
  }

  private static List<Manifest.Entry> entries(String text) throws IOException {
    return Manifest.entries(LOCATION, text.getBytes(StandardCharsets.UTF_8));
  }
}
