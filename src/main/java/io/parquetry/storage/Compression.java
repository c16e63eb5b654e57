/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * How a file is compressed, told by its first bytes. All members or streams of a file are read to
 * the end; a file that ends early is an {@link IOException}.
 */
public enum Compression {
  NONE(""),
  GZIP(".gz", 0x1f, 0x8b),
  BZIP2(".bz2", 'B', 'Z', 'h'),
  XZ(".xz", 0xfd, '7', 'z', 'X', 'Z', 0),
  ZSTD(".zst", 0x28, 0xb5, 0x2f, 0xfd);

  /** So many first bytes tell the compression. */
  public static final int MAGIC_BYTES = 6;

  private final String ending;

  @SuppressWarnings("ImmutableEnumChecker") // Never handed out.
  private final int[] magic;

  Compression(String ending, int... magic) {
    this.ending = ending;
    this.magic = magic;
  }

  /** The compression that a file name promises. */
  public static Compression ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (compression != NONE && lower.endsWith(compression.ending)) {
        return compression;
      }
    }
    return NONE;
  }

  /** The compression that a file's first bytes show. */
  public static Compression ofFirstBytes(byte[] first, int count) {
    for (Compression compression : values()) {
      if (compression != NONE && compression.begins(first, count)) {
        return compression;
      }
    }
    return NONE;
  }

  private boolean begins(byte[] first, int count) {
    if (count < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((first[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** The text behind a compressed stream. */
  public InputStream decompress(InputStream in) throws IOException {
    switch (this) {
      case NONE:
        return in;
      case GZIP:
        return GzipCompressorInputStream.builder()
            .setInputStream(new BufferedInputStream(in, 64 << 10))
            .setDecompressConcatenated(true)
            .get();
      case BZIP2:
        return new BZip2CompressorInputStream(new BufferedInputStream(in, 64 << 10), true);
      case XZ:
        return new XZInputStream(in, 256 << 10);
      case ZSTD:
        return new ZstdInputStream(in);
      default:
        throw new IllegalStateException(name());
    }
  }
}
