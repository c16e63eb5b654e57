/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** {@link PageCompression} in the form that Parquet's writer and reader ask for. */
final class PageCodecs implements CompressionCodecFactory {
  private static final int MOST_BYTES_KEPT = 4 << 20;

  private PageBuffer page = new PageBuffer();
  private byte[] compressed = new byte[0];

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new PageCompressor(PageCompression.of(codec));
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new PageDecompressor(PageCompression.of(codec));
  }

  @Override
  public void release() {
    // A file has ended; its arrays serve the next, unless few pages can have been as large.
    if (page.array().length > MOST_BYTES_KEPT || compressed.length > MOST_BYTES_KEPT) {
      page = new PageBuffer();
      compressed = new byte[0];
    }
  }

  /** Lets the bytes be read without a copy. */
  private static final class PageBuffer extends ByteArrayOutputStream {
    byte[] array() {
      return buf;
    }
  }

  /**
   * Its result is valid until the next page of any column; the writer copies it into the row group
   * at once.
   */
  private final class PageCompressor implements BytesInputCompressor {
    private final PageCompression compression;

    PageCompressor(PageCompression compression) {
      this.compression = compression;
    }

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      if (compression == PageCompression.NONE) {
        return bytes;
      }
      page.reset();
      bytes.writeAllTo(page);
      int maxLength = compression.maxLength(page.size());
      compressed = compressed.length < maxLength ? new byte[maxLength] : compressed;
      return BytesInput.from(
          compressed, 0, compression.compress(page.array(), page.size(), compressed));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return compression.codec();
    }

    @Override
    public void release() {
      // The arrays are those of all columns.
    }
  }

  private static final class PageDecompressor implements BytesInputDecompressor {
    private final PageCompression compression;

    PageDecompressor(PageCompression compression) {
      this.compression = compression;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
      PageBuffer page = new PageBuffer();
      bytes.writeAllTo(page);
      return BytesInput.from(decompress(page.array(), page.size(), decompressedSize));
    }

    private byte[] decompress(byte[] page, int length, int decompressedSize) throws IOException {
      byte[] text = new byte[decompressedSize];
      int found = compression.decompress(page, length, text);
      if (found != decompressedSize) {
        throw new IOException("a page has " + found + " bytes, but says " + decompressedSize);
      }
      return text;
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
        throws IOException {
      byte[] page = new byte[compressedSize];
      input.get(page);
      output.put(decompress(page, compressedSize, decompressedSize));
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }
}
