/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;

/**
 * The values of one column in row groups, one after the other, as pages: by a dictionary as long as
 * that takes less room, else as plain text. The rules are parquet-java's: after the first page with
 * values the dictionary has to pay, and later it must not become too large.
 */
final class TextColumn {
  private static final int PAGE_BYTES = ParquetProperties.DEFAULT_PAGE_SIZE;
  private static final int DICTIONARY_BYTES = ParquetProperties.DEFAULT_DICTIONARY_PAGE_SIZE;
  private static final int FIRST_NUMBERS = 16;
  private static final int[] NO_NUMBERS = {};
  private static final int MOST_ROOM_OF_NUMBER = 4;

  /** Few dictionaries have more than 65,536 texts. */
  private static final int MOST_BYTES_OF_NUMBER = Short.BYTES;

  /** In pages of the first version, which all readers know, the encodings have their old names. */
  @SuppressWarnings("deprecation")
  private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

  private final ColumnDescriptor column;
  private final boolean beginsWithDictionary;
  private final PageBuffers buffers;
  private final DefinitionLevels levels = new DefinitionLevels();

  /** The page's values where there is no dictionary. */
  private final PlainTexts texts;

  /** The dictionary's texts, of which the pages so far refer to the first ones. */
  private final PlainTexts dictionaryTexts;

  /** Used again in each row group. */
  private final TextDictionary numbered;

  /** The row group's pages but for the one that is not full yet. */
  private final ColumnChunk chunk;

  /** Null where there is none any more. */
  private TextDictionary dictionary;

  private boolean withoutDictionary;

  /** The numbers of the page's values in the dictionary. */
  private int[] numbers = NO_NUMBERS;

  /** As many as a page of the row group had at most. */
  private int mostNumbers;

  private int dictionaryEntriesUsed;
  private int dictionaryBytesUsed;

  /** The first row of the page, in the row group. */
  private int firstRow;

  private int valueCount;
  private long plainBytes;

  /**
   * A column that has no row group yet.
   *
   * @param beginsWithDictionary whether each row group does; else all values are plain
   */
  TextColumn(
      ColumnDescriptor column,
      boolean beginsWithDictionary,
      BytesInputCompressor compressor,
      PageBuffers buffers) {
    this.column = column;
    this.chunk = new ColumnChunk(column, compressor, buffers);
    this.beginsWithDictionary = beginsWithDictionary;
    this.buffers = buffers;
    this.texts = new PlainTexts(buffers);
    this.dictionaryTexts = new PlainTexts(buffers);
    this.numbered = beginsWithDictionary ? new TextDictionary(dictionaryTexts) : null;
  }

  /** Begins a row group. */
  void begin() {
    firstRow = 0;
    dictionaryEntriesUsed = 0;
    dictionaryBytesUsed = 0;
    withoutDictionary = !beginsWithDictionary;
    if (beginsWithDictionary) {
      dictionary = numbered;
    }
  }

  /** The value of a row, by its number in the row group; the rows between are NULL. */
  void add(int row, byte[] array, int start, int length) throws IOException {
    if (valueCount > 0 && plainBytes + PlainTexts.sizeOf(length) > PAGE_BYTES) {
      endPage(row);
    }
    levels.set(row - firstRow);
    plainBytes += PlainTexts.sizeOf(length);
    if (dictionary == null) {
      texts.add(array, start, length);
      valueCount++;
    } else {
      addNumber(dictionary.number(array, start, length));
      if (dictionaryTexts.size() > DICTIONARY_BYTES) {
        giveUpDictionary();
      }
    }
  }

  private void addNumber(int number) {
    if (valueCount == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(FIRST_NUMBERS, 2 * valueCount));
    }
    numbers[valueCount++] = number;
  }

  /** Makes the page's values plain; what earlier pages refer to stays. */
  private void giveUpDictionary() {
    for (int i = 0; i < valueCount; i++) {
      texts.add(dictionaryTexts, dictionary.offset(numbers[i]));
    }
    if (dictionaryEntriesUsed == 0) {
      dictionaryTexts.release();
    } else {
      dictionaryTexts.keep(dictionaryBytesUsed);
    }
    forgetNumbers();
    withoutDictionary = true;
  }

  /** Ends the page before a row of the row group. */
  void endPage(int row) throws IOException {
    if (row == firstRow) {
      return;
    }
    // NULLs alone say nothing for a dictionary, nor against it: a sample may have no value.
    if (dictionary == null || valueCount == 0 && dictionaryEntriesUsed == 0) {
      writeTexts(row);
    } else {
      endPageOfNumbers(row);
    }
    texts.clear();
    firstRow = row;
    mostNumbers = Math.max(mostNumbers, valueCount);
    valueCount = 0;
    plainBytes = 0;
  }

  private void endPageOfNumbers(int row) throws IOException {
    int bitWidth = BytesUtils.getWidthFromMaxInt(dictionary.size() - 1);
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(bitWidth, FIRST_NUMBERS, PAGE_BYTES, buffers)) {
      for (int i = 0; i < valueCount; i++) {
        encoder.writeInt(numbers[i]);
      }
      BytesInput encoded =
          BytesInput.concat(BytesInput.from(new byte[] {(byte) bitWidth}), encoder.toBytes());
      if (dictionaryEntriesUsed > 0 || encoded.size() + dictionaryTexts.size() < plainBytes) {
        writePage(row, encoded, DICTIONARY, extremesOfNumbers());
        dictionaryEntriesUsed = dictionary.size();
        dictionaryBytesUsed = dictionaryTexts.size();
      } else {
        giveUpDictionary();
        writeTexts(row);
      }
    }
  }

  private Extremes extremesOfNumbers() {
    Extremes extremes = new Extremes(dictionaryTexts);
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

  private void writeTexts(int row) throws IOException {
    Extremes extremes = new Extremes(texts);
    for (int at = 0; at < texts.size(); at = texts.next(at)) {
      extremes.add(at);
    }
    writePage(row, texts.encoded(texts.size()), Encoding.PLAIN, extremes);
  }

  private void writePage(int row, BytesInput values, Encoding encoding, Extremes extremes)
      throws IOException {
    int rows = row - firstRow;
    BinaryStatistics statistics =
        (BinaryStatistics) Statistics.createStats(column.getPrimitiveType());
    extremes.addTo(statistics);
    statistics.incrementNumNulls(rows - valueCount);
    long textBytes = plainBytes - (long) valueCount * PlainTexts.sizeOf(0);
    SizeStatistics sizes = new SizeStatistics(column.getPrimitiveType(), textBytes, null, null);
    chunk.add(BytesInput.concat(levels.encode(rows), values), rows, encoding, statistics, sizes);
  }

  /**
   * Ends the row group before a row; nothing may be added until the next begins.
   *
   * @return its pages, which are to be cleared
   */
  ColumnChunk end(int row) throws IOException {
    endPage(row);
    texts.release();
    if (dictionaryEntriesUsed > 0) {
      chunk.setDictionary(
          dictionaryTexts.encoded(dictionaryBytesUsed), dictionaryEntriesUsed, DICTIONARY);
    }
    dictionaryTexts.release();
    if (numbered != null) {
      forgetNumbers();
    }
    return chunk;
  }

  /** The room for them serves the next row group, unless it was far more than this one needed. */
  private void forgetNumbers() {
    if (numbers.length > MOST_ROOM_OF_NUMBER * mostNumbers) {
      numbers = NO_NUMBERS;
    }
    mostNumbers = 0;
    numbered.clear();
    dictionary = null;
  }

  /** The first row of the page that is not full yet, in the row group. */
  int firstRow() {
    return firstRow;
  }

  /** Bytes of the values of the page that is not full yet, plain. */
  long pageBytes() {
    return plainBytes;
  }

  /** Whether the row group, or the one that has ended, gave the dictionary up, or had none. */
  boolean withoutDictionary() {
    return withoutDictionary;
  }

  /** Bytes of the pages, and about so many of the page that is not full yet. */
  long bufferedBytes() {
    return chunk.bufferedBytes()
        + (dictionary == null ? plainBytes : Math.min(plainBytes, bytesOfNumbers()));
  }

  private long bytesOfNumbers() {
    int newTexts = dictionaryTexts.size() - dictionaryBytesUsed;
    return newTexts + (long) valueCount * MOST_BYTES_OF_NUMBER;
  }
}
