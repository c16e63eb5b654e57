/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import static io.parquetry.pipeline.discover.DiscoverOptionsTest.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.json.Defect;
import io.parquetry.json.JsonKind;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilerTest {
  @TempDir Path folder;

  @Test
  void columnsComeInTheOrderOfTheirFirstAppearanceWithTheirLines() throws IOException {
    RangeProfile profile =
        profile(
            """
            {"b":1,"a":2}

            {"c":3,"a":4}
            """);

    assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactly("b", "a", "c");
    assertThat(profile.columns()).extracting(ColumnProfile::firstLine).containsExactly(0L, 0L, 2L);
    assertThat(profile.columns()).extracting(ColumnProfile::range).containsOnly(profile.range());
  }

  @Test
  void keysOfAnyLengthAndScriptReachThePlan() throws IOException {
    String longKey = "key €😀 ".repeat(10_000);
    RangeProfile profile = profile("{\"" + longKey + "\":[1],\"\":2}\n", "--values=spark");
    assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactly(longKey, "");
    assertThat(profile.columns())
        .extracting(column -> column.types().text(100))
        .containsExactly("array<bigint>", "bigint");
  }

  @Test
  void valuesAreCountedByTheirKind() throws IOException {
    ColumnProfile column =
        profile(
                """
                {"a":"text"}
                {"a":1}
                {"a":-1.5e3}
                {"a":true}
                {"a":false}
                {"a":false}
                {"a":null}
                {"a":{"b":1}}
                {"a":[1]}
                {"a":[]}
                """)
            .columns()
            .get(0);

    assertThat(column.count(JsonKind.STRING)).isEqualTo(1);
    assertThat(column.count(JsonKind.NUMBER)).isEqualTo(2);
    assertThat(column.count(JsonKind.BOOLEAN)).isEqualTo(3);
    assertThat(column.count(JsonKind.NULL)).isEqualTo(1);
    assertThat(column.count(JsonKind.OBJECT)).isEqualTo(1);
    assertThat(column.count(JsonKind.ARRAY)).isEqualTo(2);
  }

  @Test
  void keysAreComparedWithTheirEscapesResolvedAndWithTheirCase() throws IOException {
    RangeProfile profile =
        profile(
            """
            {"größe":1,"A":1,"":1,"👍":1}
            {"gr\\u00f6\\u00dfe":1,"a":1,"\\ud83d\\udc4d":1,"x.y z\\n":1}
            """);

    assertThat(profile.columns())
        .extracting(ColumnProfile::name)
        .containsExactly("größe", "A", "", "👍", "a", "x.y z\n");
    assertThat(profile.columns().get(0).count(JsonKind.NUMBER)).isEqualTo(2);
    assertThat(profile.duplicateKeys()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2}               | 0",
        "{\"a\":1,\"a\":2}               | 1",
        "{\"a\":1,\"\\u0061\":2}         | 1",
        "{\"a\":1,\"a\":2,\"a\":3}       | 2",
        "{\"a\":1,\"b\":2,\"a\":1,\"b\":2} | 2",
        "{\"a\":{\"a\":1,\"a\":2}}       | 0",
        "{\"a\":1,\"A\":2}               | 0",
      })
  void keysThatStandAgainInTheirObjectAreCounted(String line, long duplicates) throws IOException {
    assertThat(profile(line + "\n" + line).duplicateKeys()).isEqualTo(2 * duplicates);
  }

  @Test
  void linesAreRowsBlankOnesAndBadOnes() throws IOException {
    String text = "{\"a\":1}\n\n \t\r\n{\"a\":2}\r\n[1]\n{\"a\":}\n{}\n{\"a\":3}";

    RangeProfile profile = profile(text);

    assertThat(profile.lines()).isEqualTo(8);
    assertThat(profile.blank()).isEqualTo(2);
    assertThat(profile.bad()).isEqualTo(2);
    assertThat(profile.rows()).isEqualTo(4);
    assertThat(profile.textBytes()).isEqualTo(text.length());
    assertThat(profile.defects())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Defect.NOT_AN_OBJECT, 1L, Defect.VALUE_EXPECTED, 1L));
  }

  @Test
  void badRecordsAreDescribedByLineOffsetAndColumn() throws IOException {
    RangeProfile profile = profile("{\"a\":1}\n\n  7\n{\"ö\":1}x\n");

    assertThat(profile.badLines())
        .extracting(BadLine::lineInRange, BadLine::offset, BadLine::column, BadLine::defect)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, 9L, 3L, Defect.NOT_AN_OBJECT),
            org.assertj.core.groups.Tuple.tuple(3L, 13L, 9L, Defect.TRAILING_CONTENT));
  }

  @Test
  void ofManyBadRecordsTheFirstFiveAreDescribedAndAllCounted() throws IOException {
    RangeProfile profile = profile("x\n".repeat(1000));

    assertThat(profile.bad()).isEqualTo(1000);
    assertThat(profile.badLines())
        .extracting(BadLine::lineInRange)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aLineThatIsTooLongIsABadRecordAndTheNextIsRead() throws IOException {
    String fits = "{\"a\":\"" + "x".repeat(1024 - 8) + "\"}";
    String tooLong = "{\"b\":\"" + "x".repeat(1025 - 8) + "\"}";

    RangeProfile profile =
        profile(
            fits + "\n" + tooLong + "\n{\"c\":1}\n" + "{".repeat(3_000_000) + "\n{\"d\":1}",
            "--max-line-size=1KB");

    assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactly("a", "c", "d");
    assertThat(profile.defects()).containsExactly(Map.entry(Defect.TOO_LONG, 2L));
    assertThat(profile.badLines()).extracting(BadLine::column).containsExactly(1025L, 1025L);
    assertThat(profile.rows()).isEqualTo(3);
  }

  @Test
  void aLineThatIsNestedTooDeepIsABadRecord() throws IOException {
    RangeProfile profile = profile("{\"a\":[[]]}\n{\"b\":[[[]]]}\n", "--max-depth=3");

    assertThat(profile.rows()).isEqualTo(1);
    assertThat(profile.defects()).containsExactly(Map.entry(Defect.TOO_DEEP, 1L));
  }

  @Test
  void moreColumnsThanAllowedFailAndNameTheFile() throws IOException {
    assertThat(profile("{\"a\":1,\"b\":2}\n{\"a\":1}", "--max-columns=2").columns()).hasSize(2);

    assertFailure(FailureKind.LIMIT, "{\"a\":1}\n{\"b\":2}\n{\"c\":3}", "--max-columns=2")
        .hasMessage(
            "[in/a.ndjson] has more than 2 different keys: are keys used as values? raise"
                + " --max-columns only if not");
  }

  @Test
  void moreNestedFieldsThanAllowedFailWhereTypesAreInferred() throws IOException {
    StringBuilder line = new StringBuilder("{\"a\":{\"k0\":0");
    for (int i = 1; i < 20; i++) {
      line.append(",\"k").append(i).append("\":0");
    }
    assertThat(profile(line + "}}", "--max-columns=2", "--values=spark").columns()).hasSize(1);

    String tooMany = line + ",\"k20\":0}}";
    assertThat(profile(tooMany, "--max-columns=2").columns()).hasSize(1);
    assertFailure(FailureKind.LIMIT, tooMany, "--max-columns=2", "--values=spark")
        .hasMessageContaining("has more than 20 different fields within nested values");
  }

  @Test
  void aThousandColumnsAreKeptApart() throws IOException {
    StringBuilder line = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 1000; i++) {
      line.append(",\"k").append(i).append("\":").append(i);
    }
    RangeProfile profile = profile((line + "}\n").repeat(3));

    assertThat(profile.columns()).hasSize(1000);
    assertThat(profile.duplicateKeys()).isZero();
    assertThat(profile.columns()).extracting(c -> c.count(JsonKind.NUMBER)).containsOnly(3L);
  }

  @Test
  void anEmptyFileIsAProfileOfNothing() throws IOException {
    RangeProfile profile = profile("");

    assertThat(profile.lines()).isZero();
    assertThat(profile.textBytes()).isZero();
    assertThat(profile.columns()).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    RangeProfile profile = profile("\ufeff{\"a\":1}\n");

    assertThat(profile.rows()).isEqualTo(1);
    assertThat(profile.textBytes()).isEqualTo(8);
    assertThat(profile("\ufeff").lines()).isZero();
  }

  @Test
  void aCompressedFileIsProfiledAsItsTextWhateverItsName() throws IOException {
    byte[] stored = gzip("{\"a\":1}\n{\"b\":2}\n".repeat(1000));

    for (String name : List.of("a.ndjson.gz", "a.ndjson")) {
      RangeProfile profile = profile(file(name, stored), options());

      assertThat(profile.rows()).isEqualTo(2000);
      assertThat(profile.textBytes()).isEqualTo(16_000);
      assertThat(profile.range().length()).isEqualTo(stored.length);
    }
  }

  @Test
  void aWholePlainFileIsNotReadWhereColumnsAreGivenAndACompressedOneIs() throws IOException {
    RangeProfile plain = profile("\ufeff{\"a\":1}\nbad\n", "--columns=a");
    assertThat(plain.read()).isFalse();
    assertThat(plain.lines()).isZero();
    assertThat(plain.textBytes()).isEqualTo(12);

    byte[] stored = gzip("{\"a\":1}\n{\"b\":2}\n".repeat(1000));
    for (String name : List.of("a.ndjson.gz", "a.ndjson")) {
      RangeProfile compressed = profile(file(name, stored), options("--columns=a"));
      assertThat(compressed.read()).isTrue();
      assertThat(compressed.lines()).isEqualTo(2000);
      assertThat(compressed.rows()).isZero();
      assertThat(compressed.textBytes()).isEqualTo(16_000);
    }
  }

  @Test
  void aCompressedFileThatEndsEarlyIsDamaged() throws IOException {
    byte[] stored = gzip("{\"a\":1}\n".repeat(1000));
    InputFile file = file("a.gz", Arrays.copyOf(stored, stored.length - 9));

    assertThatThrownBy(() -> profile(file, options()))
        .isInstanceOfSatisfying(
            ParquetryException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.INPUT_DAMAGED))
        .hasMessageMatching(
            "\\[in/a\\.gz] cannot be decompressed \\(GZIP\\) beyond byte \\d+ of its text: .+;"
                + " deliver it again");
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({"'', an empty file", "'{}', other bytes"})
  void aFileThatIsNotWhatItsNameSaysIsDamaged(String text, String found) throws IOException {
    InputFile file = file("a.zst", text.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> profile(file, options()))
        .isInstanceOfSatisfying(
            ParquetryException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.INPUT_DAMAGED))
        .hasMessage(
            "[in/a.zst] is not what its name says: expected ZSTD, found %s; deliver it again or"
                + " rename it",
            found);
  }

  @Test
  void aFileThatChangedOrWentSinceItWasCollectedFails() throws IOException {
    InputFile file = file("a.ndjson", "{}\n".getBytes(StandardCharsets.UTF_8));
    Path path = folder.resolve("a.ndjson");
    FileTime then = Files.getLastModifiedTime(path);

    Files.writeString(path, "{}\n{}\n");
    Files.setLastModifiedTime(path, then);
    assertChanged(file).hasMessageContaining("expected 3 bytes").hasMessageContaining("found 6");

    Files.writeString(path, "{}\n");
    Files.setLastModifiedTime(path, FileTime.fromMillis(then.toMillis() + 5_000));
    assertChanged(file).hasMessageStartingWith("[in/a.ndjson] has changed since the run was");

    Files.delete(path);
    assertChanged(file)
        .hasMessage(
            "[in/a.ndjson] was there when the run was planned and is gone; run again when nothing"
                + " changes its input");
  }

  private AbstractThrowableAssert<?, ?> assertChanged(InputFile file) {
    return assertThatThrownBy(() -> profile(file, options()))
        .isInstanceOfSatisfying(
            ParquetryException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.INPUT_CHANGED));
  }

  private AbstractThrowableAssert<?, ?> assertFailure(
      FailureKind kind, String text, String... args) {
    return assertThatThrownBy(() -> profile(text, args))
        .isInstanceOfSatisfying(
            ParquetryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private RangeProfile profile(String text, String... args) throws IOException {
    return profile(file("a.ndjson", text.getBytes(StandardCharsets.UTF_8)), options(args));
  }

  private static RangeProfile profile(InputFile file, DiscoverOptions options) throws IOException {
    RangeProfile profile =
        new Profiler(file, new ByteRange(0, 0, file.length()), options).profile();
    try {
      // As it reaches the plan, from another process as it may be.
      return InstantiationUtil.clone(profile);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private InputFile file(String name, byte[] content) throws IOException {
    Path path = Files.write(folder.resolve(name), content);
    return new InputFile(
        "in/" + name,
        Location.parse(path.toString()),
        content.length,
        Files.getLastModifiedTime(path).toMillis(),
        "2025-12-23");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return stored.toByteArray();
  }
}
