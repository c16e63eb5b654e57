/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * The codecs of Parquet that are offered, straight on byte arrays: Parquet's own go through
 * Hadoop's streams, which copy each page several times.
 */
public enum PageCompression {
  SNAPPY(CompressionCodecName.SNAPPY, ".snappy") {
    @Override
    int maxLength(int length) {
      return Snappy.maxCompressedLength(length);
    }

    @Override
    int compress(byte[] page, int length, byte[] target) throws IOException {
      return Snappy.compress(page, 0, length, target, 0);
    }

    @Override
    int decompress(byte[] page, int length, byte[] target) throws IOException {
      return Snappy.uncompress(page, 0, length, target, 0);
    }
  },
  ZSTD(CompressionCodecName.ZSTD, ".zstd") {
    @Override
    int maxLength(int length) {
      return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    int compress(byte[] page, int length, byte[] target) {
      int level = Zstd.defaultCompressionLevel();
      return Math.toIntExact(
          Zstd.compressByteArray(target, 0, target.length, page, 0, length, level));
    }

    @Override
    int decompress(byte[] page, int length, byte[] target) {
      return Math.toIntExact(Zstd.decompressByteArray(target, 0, target.length, page, 0, length));
    }
  },
  GZIP(CompressionCodecName.GZIP, ".gz") {
    @Override
    int maxLength(int length) {
      // Stored blocks of at most 16 KB with 5 bytes each, header and trailer.
      return Math.addExact(length, 5 * (length / 16_383 + 1) + 64);
    }

    @Override
    int compress(byte[] page, int length, byte[] target) throws IOException {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 2 + 64);
      try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
        out.write(page, 0, length);
      }
      byte[] bytes = compressed.toByteArray();
      System.arraycopy(bytes, 0, target, 0, bytes.length);
      return bytes.length;
    }

    @Override
    int decompress(byte[] page, int length, byte[] target) throws IOException {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page, 0, length))) {
        return in.readNBytes(target, 0, target.length);
      }
    }
  },
  LZ4_RAW(CompressionCodecName.LZ4_RAW, ".lz4raw") {
    @Override
    int maxLength(int length) {
      return new Lz4Compressor().maxCompressedLength(length);
    }

    @Override
    int compress(byte[] page, int length, byte[] target) {
      return new Lz4Compressor().compress(page, 0, length, target, 0, target.length);
    }

    @Override
    int decompress(byte[] page, int length, byte[] target) {
      return new Lz4Decompressor().decompress(page, 0, length, target, 0, target.length);
    }
  },
  NONE(CompressionCodecName.UNCOMPRESSED, "") {
    @Override
    int maxLength(int length) {
      return length;
    }

    @Override
    int compress(byte[] page, int length, byte[] target) {
      System.arraycopy(page, 0, target, 0, length);
      return length;
    }

    @Override
    int decompress(byte[] page, int length, byte[] target) {
      return compress(page, length, target);
    }
  };

  private final CompressionCodecName codec;
  private final String ending;

  PageCompression(CompressionCodecName codec, String ending) {
    this.codec = codec;
    this.ending = ending;
  }

  /** The codec that Parquet calls so. */
  static PageCompression of(CompressionCodecName codec) {
    return Arrays.stream(values())
        .filter(compression -> compression.codec == codec)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("pages compressed by " + codec));
  }

  /** Parquet's name of it. */
  CompressionCodecName codec() {
    return codec;
  }

  /** The ending of part files. */
  public String fileEnding() {
    return ending + ".parquet";
  }

  /** Bytes that a compressed page can have at most. */
  abstract int maxLength(int length);

  /** Compresses a page; returns the compressed length. */
  abstract int compress(byte[] page, int length, byte[] target) throws IOException;

  /** Decompresses a page into a target of exactly its length; returns that length. */
  abstract int decompress(byte[] page, int length, byte[] target) throws IOException;
}
