/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * The values of one column in a row group, as pages: by a dictionary as long as that takes less
 * room, else as plain text. The rules are parquet-java's: after the first page the dictionary has
 * to pay, and later it must not become too large.
 */
final class TextColumn {
  private static final int PAGE_BYTES = ParquetProperties.DEFAULT_PAGE_SIZE;
  private static final int DICTIONARY_BYTES = ParquetProperties.DEFAULT_DICTIONARY_PAGE_SIZE;
  private static final int FIRST_NUMBERS = 16;

  /** In pages of the first version, which all readers know, the encodings have their old names. */
  @SuppressWarnings("deprecation")
  private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

  /** What is said of repetition levels where there are none: each row has one value at most. */
  @SuppressWarnings("deprecation")
  private static final Encoding NO_LEVELS = Encoding.BIT_PACKED;

  private final ColumnDescriptor column;
  private final boolean plainFromStart;
  private final ByteBufferAllocator buffers;

  private final DefinitionLevels levels = new DefinitionLevels();
  private final PlainTexts texts = new PlainTexts();
  private final TextDictionary dictionary = new TextDictionary();

  /** The numbers of the page's values in the dictionary. */
  private int[] numbers = new int[FIRST_NUMBERS];

  private PageWriter pages;
  private boolean plain;

  /** What of the dictionary earlier pages of the row group refer to. */
  private int dictionaryEntriesUsed;

  private int dictionaryBytesUsed;

  /** The first row of the page, in the row group. */
  private int firstRow;

  private int valueCount;
  private int plainBytes;

  /**
   * A column of a file.
   *
   * @param plain without a dictionary
   */
  TextColumn(ColumnDescriptor column, boolean plain, ByteBufferAllocator buffers) {
    this.column = column;
    this.plainFromStart = plain;
    this.buffers = buffers;
  }

  /** Begins a row group, whose pages go there. */
  void begin(PageWriteStore store) {
    pages = store.getPageWriter(column);
    plain = plainFromStart;
    dictionary.clear();
    dictionaryEntriesUsed = 0;
    dictionaryBytesUsed = 0;
    firstRow = 0;
  }

  /** The value of a row, by its number in the row group; the rows between are NULL. */
  void add(int row, byte[] array, int start, int length) throws IOException {
    if (valueCount > 0 && plainBytes + PlainTexts.sizeOf(length) > PAGE_BYTES) {
      endPage(row);
    }
    levels.set(row - firstRow);
    plainBytes += PlainTexts.sizeOf(length);
    if (plain) {
      texts.add(array, start, length);
      valueCount++;
    } else {
      addNumber(dictionary.number(array, start, length));
      if (dictionary.texts().size() > DICTIONARY_BYTES) {
        giveUpDictionary();
      }
    }
  }

  private void addNumber(int number) {
    if (valueCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * valueCount);
    }
    numbers[valueCount++] = number;
  }

  private void giveUpDictionary() {
    for (int i = 0; i < valueCount; i++) {
      texts.add(dictionary.texts(), dictionary.offset(numbers[i]));
    }
    plain = true;
  }

  /** Ends the page before a row of the row group. */
  void endPage(int row) throws IOException {
    if (row == firstRow) {
      return;
    }
    if (plain || valueCount == 0 && dictionaryEntriesUsed == 0 || !writeNumbers(row)) {
      writeTexts(row);
    }
    texts.clear();
    firstRow = row;
    valueCount = 0;
    plainBytes = 0;
  }

  private void writeTexts(int row) throws IOException {
    Extremes extremes = new Extremes(texts);
    for (int at = 0; at < texts.size(); at = texts.next(at)) {
      extremes.add(at);
    }
    writePage(row, texts.encoded(texts.size()), Encoding.PLAIN, extremes);
  }

  /** Whether the dictionary pays; if not, it is given up, and no page written. */
  private boolean writeNumbers(int row) throws IOException {
    int bitWidth = BytesUtils.getWidthFromMaxInt(Math.max(0, dictionary.size() - 1));
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(bitWidth, FIRST_NUMBERS, PAGE_BYTES, buffers)) {
      for (int i = 0; i < valueCount; i++) {
        encoder.writeInt(numbers[i]);
      }
      BytesInput bytes =
          BytesInput.concat(BytesInput.from(new byte[] {(byte) bitWidth}), encoder.toBytes());
      if (dictionaryEntriesUsed == 0 && bytes.size() + dictionary.texts().size() >= plainBytes) {
        giveUpDictionary();
        return false;
      }
      writePage(row, bytes, DICTIONARY, extremesOfNumbers());
    }
    dictionaryEntriesUsed = dictionary.size();
    dictionaryBytesUsed = dictionary.texts().size();
    return true;
  }

  private Extremes extremesOfNumbers() {
    Extremes extremes = new Extremes(dictionary.texts());
    boolean[] seen = new boolean[dictionary.size()];
    for (int i = 0; i < valueCount; i++) {
      int number = numbers[i];
      if (!seen[number]) {
        seen[number] = true;
        extremes.add(dictionary.offset(number));
      }
    }
    return extremes;
  }

  private void writePage(int row, BytesInput values, Encoding encoding, Extremes extremes)
      throws IOException {
    int rows = row - firstRow;
    Statistics<?> statistics =
        Statistics.getBuilderForReading(column.getPrimitiveType())
            .withMin(extremes.smallest())
            .withMax(extremes.largest())
            .withNumNulls(rows - valueCount)
            .build();
    long textBytes = plainBytes - (long) valueCount * PlainTexts.sizeOf(0);
    SizeStatistics sizes = new SizeStatistics(column.getPrimitiveType(), textBytes, null, null);
    pages.writePage(
        BytesInput.concat(levels.encode(rows), values),
        rows,
        rows,
        statistics,
        sizes,
        null,
        NO_LEVELS,
        Encoding.RLE,
        encoding);
  }

  /** Ends the row group before a row. */
  void end(int row) throws IOException {
    endPage(row);
    if (dictionaryEntriesUsed > 0) {
      pages.writeDictionaryPage(
          new DictionaryPage(
              dictionary.texts().encoded(dictionaryBytesUsed), dictionaryEntriesUsed, DICTIONARY));
    }
  }

  /** Whether the dictionary was given up, or there was none. */
  boolean withoutDictionary() {
    return plain;
  }

  /** Bytes of the pages, and of what they are to be made of. */
  long bufferedBytes() {
    return pages.getMemSize() + plainBytes;
  }
}
