/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressionTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "a.ndjson,        NONE",
    "a.ndjson.gz,     GZIP",
    "a.ndjson.GZ,     GZIP",
    "a.bz2,           BZIP2",
    "a.xz,            XZ",
    "a.zst,           ZSTD",
    ".gz,             GZIP",
    "gz,              NONE",
    "a.gz.ndjson,     NONE",
    "a.zstd,          NONE",
    "'',              NONE",
  })
  void aNamePromisesACompression(String name, Compression compression) {
    assertThat(Compression.ofName(name)).isEqualTo(compression);
  }

  @ParameterizedTest
  @EnumSource
  void theFirstBytesShowTheCompressionAndOneByteLessDoesNot(Compression compression)
      throws IOException {
    byte[] stored = compressed(compression, text(1));
    int needed = magicBytes(compression);

    assertThat(Compression.ofFirstBytes(stored, Compression.MAGIC_BYTES)).isEqualTo(compression);
    assertThat(Compression.ofFirstBytes(stored, needed)).isEqualTo(compression);
    assertThat(Compression.ofFirstBytes(stored, Math.max(0, needed - 1)))
        .isEqualTo(Compression.NONE);
  }

  @Test
  void aLineThatBeginsLikeBzip2IsPlainText() {
    byte[] line = "BZhang\n".getBytes(StandardCharsets.UTF_8);

    assertThat(Compression.ofFirstBytes(line, Compression.MAGIC_BYTES)).isEqualTo(Compression.NONE);
  }

  @Test
  void anEmptyFileIsPlainText() {
    assertThat(Compression.ofFirstBytes(new byte[Compression.MAGIC_BYTES], 0))
        .isEqualTo(Compression.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void theTextComesBack(Compression compression) throws IOException {
    byte[] text = text(300_000);

    assertThat(decompressed(compression, compressed(compression, text))).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyTextComesBack(Compression compression) throws IOException {
    assertThat(decompressed(compression, compressed(compression, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void allMembersAreReadToTheEnd(Compression compression) throws IOException {
    byte[] first = text(200_000);
    byte[] second = text(3);
    byte[] third = text(100_000);
    byte[] stored =
        joined(
            compressed(compression, first),
            compressed(compression, second),
            compressed(compression, new byte[0]),
            compressed(compression, third));

    assertThat(decompressed(compression, stored)).isEqualTo(joined(first, second, third));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFileThatEndsWithinItsOnlyMemberFails(Compression compression) throws IOException {
    byte[] stored = compressed(compression, text(700));

    for (int length = 1; length < stored.length; length++) {
      assertFails(compression, stored, length);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFileThatEndsWithinItsSecondMemberFails(Compression compression) throws IOException {
    byte[] first = compressed(compression, text(500));
    byte[] stored = joined(first, compressed(compression, text(700)));

    for (int length = first.length + 1; length < stored.length; length++) {
      assertFails(compression, stored, length);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aDamagedByteFails(Compression compression) throws IOException {
    byte[] stored = compressed(compression, text(5_000));
    stored[stored.length / 2] ^= 0x55;

    assertThatThrownBy(() -> decompressed(compression, stored)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plainTextBehindTheLastMemberFails(Compression compression) throws IOException {
    byte[] plain = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
    byte[] stored = joined(compressed(compression, text(500)), plain);

    assertThatThrownBy(() -> decompressed(compression, stored)).isInstanceOf(IOException.class);
  }

  private static void assertFails(Compression compression, byte[] stored, int length) {
    assertThatThrownBy(() -> decompressed(compression, Arrays.copyOf(stored, length)))
        .as("%d of %d bytes", length, stored.length)
        .isInstanceOf(IOException.class);
  }

  private static int magicBytes(Compression compression) {
    return switch (compression) {
      case NONE -> 0;
      case GZIP -> 2;
      case BZIP2 -> 4;
      case XZ -> 6;
      case ZSTD -> 4;
    };
  }

  private static byte[] compressed(Compression compression, byte[] text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = compressor(compression, stored)) {
      out.write(text);
    }
    return stored.toByteArray();
  }

  private static OutputStream compressor(Compression compression, OutputStream out)
      throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case XZ -> new XZOutputStream(out, new LZMA2Options(0));
      case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
    };
  }

  private static byte[] decompressed(Compression compression, byte[] stored) throws IOException {
    try (InputStream in = compression.decompress(new ByteArrayInputStream(stored))) {
      return in.readAllBytes();
    }
  }

  /** Digits, which no codec can leave as they are. */
  private static byte[] text(int length) {
    Random random = new Random(length);
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('0' + random.nextInt(10));
    }
    return text;
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      joined.writeBytes(piece);
    }
    return joined.toByteArray();
  }
}
