/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
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
  BZIP2(".bz2", 'B', 'Z', 'h', Compression.ANY_DIGIT),
  XZ(".xz", 0xfd, '7', 'z', 'X', 'Z', 0),
  ZSTD(".zst", 0x28, 0xb5, 0x2f, 0xfd);

  /** So many first bytes tell the compression. */
  public static final int MAGIC_BYTES = 6;

  private static final int ANY_DIGIT = -1;

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
    return skippableFrame(first, count) ? ZSTD : NONE;
  }

  /** What parallel compressors put before the first frame (RFC 8878, section 3.1.2). */
  private static boolean skippableFrame(byte[] first, int count) {
    return count >= 4
        && (first[0] & 0xf0) == 0x50
        && first[1] == 0x2a
        && first[2] == 0x4d
        && first[3] == 0x18;
  }

  private boolean begins(byte[] first, int count) {
    if (count < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      boolean same = magic[i] == ANY_DIGIT ? isDigit(first[i]) : (first[i] & 0xff) == magic[i];
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '1' && b <= '9';
  }

  /** The text behind a compressed stream. */
  public InputStream decompress(InputStream in) throws IOException {
    if (this == NONE) {
      return in;
    }
    InputStream stored = new BufferedInputStream(in, 64 << 10);
    switch (this) {
      case GZIP:
        return GzipCompressorInputStream.builder()
            .setInputStream(stored)
            .setDecompressConcatenated(true)
            .get();
      case BZIP2:
        return new BZip2CompressorInputStream(stored, true);
      case XZ:
        return new XZInputStream(stored, 256 << 10);
      case ZSTD:
        return new ZstdInputStream(new LastByteApart(stored));
      default:
        throw new IllegalStateException(name());
    }
  }

  /**
   * Hands the last byte of a stream out in a read of its own. The zstd library forgets that a later
   * frame is unfinished unless something is read within that frame; so the last byte always is.
   */
  private static final class LastByteApart extends FilterInputStream {
    private static final int NONE = -1;

    private int held = NONE;

    LastByteApart(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length < 2) {
        return readOne(target, offset, length);
      }
      int from = offset;
      if (held != NONE) {
        target[from++] = (byte) held;
      }
      int count = in.read(target, from, length - (from - offset));
      if (count < 0) {
        held = NONE;
        return from > offset ? 1 : -1;
      }
      int end = from + count - 1;
      held = target[end] & 0xff;
      return end > offset ? end - offset : read(target, offset, length);
    }

    private int readOne(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int value = held != NONE ? held : in.read();
      held = NONE;
      if (value < 0) {
        return -1;
      }
      target[offset] = (byte) value;
      return 1;
    }
  }
}
