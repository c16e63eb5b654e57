/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.plan.PartPlan;
import io.parquetry.pipeline.plan.PartPlans;
import io.parquetry.pipeline.stringify.TextRow;
import io.parquetry.pipeline.stringify.TextRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are what parquet-avro's own writer makes of the same rows, and read back by its reader. */
class RowGroupColumnsTest {
  private static final int ROWS_OF_PAGE = 20_000;
  private static final long ONE_ROW_GROUP = 1L << 30;

  @TempDir Path folder;

  private final Random random = new Random(17);

  @Test
  void columnsOfAllShapesHaveTheIndexesThatTheReferenceWrites() throws Exception {
    List<IntFunction<String>> shapes =
        List.of(
            row -> "",
            row -> row % 64 < 32 ? "in runs" : null,
            row -> random.nextBoolean() ? "few " + random.nextInt(5) : null,
            row -> Integer.toString(random.nextInt(3000)),
            row -> Integer.toHexString(random.nextInt()),
            row -> "same first bytes " + random.nextInt(),
            row -> "\uffff\u0000".substring(random.nextInt(2)) + (char) random.nextInt(0x300));
    List<String[]> rows = rows(2 * ROWS_OF_PAGE + 77, shapes);
    Path ours = ours(rows, ONE_ROW_GROUP);
    Path reference = reference(rows);
    assertThat(values(ours)).isEqualTo(values(reference)).hasSameSizeAs(rows);
    assertThat(chunks(ours)).containsExactlyElementsOf(chunks(reference));
    List<Long> bytes = bytes(reference);
    assertThat(bytes(ours)).allMatch(size -> size <= bytes.remove(0));
  }

  @Test
  void columnsThatAreMostlyNullHaveTheStatisticsThatTheReferenceWritesInFewerPages()
      throws Exception {
    List<IntFunction<String>> shapes =
        List.of(
            row -> null,
            row -> row % 1000 == 999 ? "seldom " + row : null,
            row -> row >= ROWS_OF_PAGE ? null : "early",
            row -> row < 2 * ROWS_OF_PAGE ? null : "late " + row);
    List<String[]> rows = rows(3 * ROWS_OF_PAGE + 77, shapes);
    Path ours = ours(rows, ONE_ROW_GROUP);
    Path reference = reference(rows);
    assertThat(values(ours)).isEqualTo(values(reference)).hasSameSizeAs(rows);
    assertThat(statistics(ours)).containsExactlyElementsOf(statistics(reference));
    assertThat(firstRows(ours))
        .containsExactly(
            List.of(0L),
            List.of(0L),
            List.of(0L, (long) ROWS_OF_PAGE),
            List.of(0L, 3L * ROWS_OF_PAGE));
    List<List<?>> nulls = new ArrayList<>();
    forEachChunk(
        ours,
        (reader, chunk) -> {
          ColumnIndex index = reader.readColumnIndex(chunk);
          nulls.add(List.of(index.getNullPages(), index.getNullCounts()));
        });
    assertThat(nulls)
        .containsExactly(
            List.of(List.of(true), List.of(60_077L)),
            List.of(List.of(false), List.of(60_017L)),
            List.of(List.of(false, true), List.of(0L, 40_077L)),
            List.of(List.of(false, false), List.of(40_000L, 0L)));
  }

  @Test
  void aPageEndsAtTheRowsOfAllOnceItHasSixteenKilobytes() throws Exception {
    // Of a text of four bytes in each tenth row, eight bytes of the page: 16,000 in 20,000 rows.
    List<String[]> rows = rows(3 * ROWS_OF_PAGE, List.of(row -> row % 10 == 0 ? "text" : null));
    assertThat(firstRows(ours(rows, ONE_ROW_GROUP)).get(0)).containsExactly(0L, 40_000L);
    // With two letters more in 400 of them it is 16,800.
    List<String[]> longer =
        rows(
            3 * ROWS_OF_PAGE,
            List.of(row -> row % 10 == 0 ? row % 400 < 80 ? "longer" : "text" : null));
    assertThat(firstRows(ours(longer, ONE_ROW_GROUP)).get(0)).containsExactly(0L, 20_000L, 40_000L);
  }

  @Test
  void ofLongValuesTheIndexesHaveTheBeginningsThatTheReferenceWrites() throws Exception {
    List<IntFunction<String>> shapes =
        List.of(
            row -> "€".repeat(9000) + row,
            row -> row + "x€".repeat(3000),
            row -> row % 2 == 0 ? "short" : "\uffff".repeat(5000),
            row -> "a".repeat(4000 + row * 50));
    List<String[]> rows = rows(19, shapes);
    assertThat(chunks(ours(rows, ONE_ROW_GROUP)))
        .containsExactlyElementsOf(chunks(reference(rows)));
  }

  @Test
  void pagesHaveChecksums() throws Exception {
    Path file = ours(rows(3, List.of(row -> "few")), ONE_ROW_GROUP);
    try (ParquetFileReader reader = open(file);
        PageReadStore rowGroup = reader.readNextRowGroup()) {
      PageReader pages =
          rowGroup.getPageReader(reader.getFileMetaData().getSchema().getColumns().get(0));
      assertThat(pages.readDictionaryPage().getCrc()).isPresent();
      assertThat(pages.readPage().getCrc()).isPresent();
    }
  }

  @Test
  void aColumnWithoutValuesSaysNothingAgainstADictionary() throws Exception {
    PartPlan part = part(2);
    TextParquet parquet = new TextParquet(PageCompression.SNAPPY, ONE_ROW_GROUP, part.columns());
    RowGroupColumns columns = parquet.columns();
    columns.begin();
    for (int row = 0; row < 1000; row++) {
      columns.add(TextRows.of(part, new String[] {null, "each another one " + row}));
    }
    columns.end(chunk -> {});
    assertThat(columns.withoutDictionary().stream()).containsExactly(1);
  }

  @Test
  void aDictionaryThatFollowsNullsIsKeptWhereTheReferenceGivesItUp() throws Exception {
    List<String[]> rows =
        rows(2 * ROWS_OF_PAGE, List.of(row -> row < ROWS_OF_PAGE ? null : "the same value"));
    assertThat(encodings(ours(rows, ONE_ROW_GROUP), 0)).contains(dictionary());
    assertThat(encodings(reference(rows), 0)).doesNotContain(dictionary());
  }

  @Test
  void aPageHoldsAMegabyteAndNoMore() throws Exception {
    // Four bytes of length, and 1020 of text: a thousand and 24 of them are a megabyte.
    String text = "0123456789".repeat(102);
    assertThat(pages(ours(rows(1024, List.of(row -> row + text.substring(4))), ONE_ROW_GROUP)))
        .isEqualTo(1);
    assertThat(
            pages(ours(rows(1025, List.of(row -> 1000 + row + text.substring(4))), ONE_ROW_GROUP)))
        .isEqualTo(2);
  }

  @Test
  void oneTaskWritesSeveralFilesInTurn() throws Exception {
    List<IntFunction<String>> shapes =
        List.of(row -> "few " + row % 9, row -> Integer.toHexString(random.nextInt()));
    List<List<String[]>> files =
        List.of(rows(30_000, shapes), rows(25_000, shapes), rows(50, shapes));
    PartPlan part = part(shapes.size());
    TextParquet parquet = new TextParquet(PageCompression.SNAPPY, 4L << 20, part.columns());
    List<ParquetWriter<RowData>> writers = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = folder.resolve(i + ".parquet");
      writers.add(parquet.writer(new LocalOutputFile(file), part, Map.of()));
    }
    for (int row = 0; row < 30_000; row++) {
      for (int i = 0; i < files.size(); i++) {
        if (row < files.get(i).size()) {
          writers.get(i).write(TextRows.of(part, files.get(i).get(row)));
        }
      }
    }
    for (int i = 0; i < files.size(); i++) {
      writers.get(i).close();
      assertThat(values(folder.resolve(i + ".parquet"))).isEqualTo(text(files.get(i)));
    }
    // A file behind them, in the columns of one of them.
    List<String[]> behind = rows(70, List.of(row -> null, row -> "few " + row % 9));
    Path file = folder.resolve("behind.parquet");
    try (ParquetWriter<RowData> writer =
        parquet.writer(new LocalOutputFile(file), part, Map.of())) {
      for (String[] row : behind) {
        writer.write(TextRows.of(part, row));
      }
    }
    assertThat(values(file)).isEqualTo(text(behind));
    assertThat(encodings(file, 1)).contains(dictionary());
  }

  @Test
  void everyPatternOfNullsIsReadBack() throws Exception {
    // Runs of all lengths around those of whole bytes of levels, and what lies between them.
    List<IntFunction<String>> shapes = new ArrayList<>();
    for (int column = 0; column < 200; column++) {
      boolean[] set = new boolean[1500];
      for (int row = random.nextInt(20); row < set.length; ) {
        int end = Math.min(set.length, row + random.nextInt(column + 2));
        Arrays.fill(set, row, end, true);
        row = end + random.nextInt(column + 2) + 1;
      }
      shapes.add(row -> set[row] ? "x" : null);
    }
    for (int count : List.of(1, 7, 8, 9, 63, 64, 65, 1499, 1500)) {
      List<String[]> rows = rows(count, shapes);
      assertThat(values(ours(rows, ONE_ROW_GROUP))).isEqualTo(text(rows));
    }
  }

  @Test
  void aDictionaryThatBecomesTooLargeIsGivenUpAndItsPagesStay() throws Exception {
    List<String[]> rows =
        rows(
            60_000,
            List.of(
                row -> row < 25_000 ? "often" : "once, and longer than it need be " + row,
                row -> row < 25_000 ? null : row + " so much that a page has less rows".repeat(9)));
    Path file = ours(rows, ONE_ROW_GROUP);
    assertThat(values(file)).isEqualTo(text(rows));
    assertThat(encodings(file, 0)).contains(Encoding.PLAIN, dictionary());
    // Of the first two pages; the third one's texts are not there, since it is plain.
    assertThat(dictionarySize(file)).isEqualTo(1 + 2 * ROWS_OF_PAGE - 25_000);
    assertThat(encodings(file, 1)).contains(Encoding.PLAIN).doesNotContain(dictionary());
  }

  @Test
  void aDictionaryStartsAnewWithEachRowGroup() throws Exception {
    List<String[]> rows =
        rows(
            30_000,
            List.of(
                row -> "few " + row / 3000, row -> Long.toHexString(random.nextLong()).repeat(20)));
    Path file = ours(rows, 4L << 20);
    assertThat(values(file)).isEqualTo(text(rows));
    try (ParquetFileReader reader = open(file)) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(3);
    }
    assertThat(dictionarySize(file)).isLessThan(3);
    assertThat(encodings(file, 0)).contains(dictionary()).doesNotContain(Encoding.PLAIN);
  }

  @Test
  void ofThousandsOfColumnsEachHasItsValues() throws Exception {
    List<String[]> rows = new ArrayList<>();
    for (int row = 0; row < 12_000; row++) {
      String[] values = new String[1000];
      for (int i = 0; i < 20; i++) {
        values[random.nextInt(values.length)] = row + " " + random.nextInt(100_000);
      }
      rows.add(values);
    }
    Path file = ours(rows, 4L << 20);
    assertThat(values(file)).isEqualTo(text(rows));
    try (ParquetFileReader reader = open(file)) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(2);
    }
    assertThat(statistics(ours(rows, ONE_ROW_GROUP)))
        .containsExactlyElementsOf(statistics(reference(rows)));
  }

  @Test
  void aRowThatIsTooLargeToWaitForOthersStandsWhereItCame() throws Exception {
    Set<Integer> large = Set.of(0, 5, 6, 19_999, 20_000, 20_001);
    // So many that rows wait, of which two are set.
    List<IntFunction<String>> shapes = new ArrayList<>(Collections.nCopies(600, row -> null));
    shapes.set(0, row -> large.contains(row) ? randomText(500_000) : "short " + row);
    shapes.set(599, row -> row % 2 == 0 ? null : "other " + row);
    List<String[]> rows = rows(20_050, shapes);
    assertThat(values(ours(rows, ONE_ROW_GROUP))).isEqualTo(text(rows));
  }

  @Test
  void rowsThatTakeNextToNothingAreCountedSoThatItIsNotLookedAfterEachHowLargeTheyAre()
      throws Exception {
    PartPlan part = part(1);
    RowGroupColumns columns =
        new TextParquet(PageCompression.SNAPPY, ONE_ROW_GROUP, part.columns()).columns();
    columns.begin();
    TextRow row = TextRows.of(part, "always the same");
    for (int i = 0; i < 20_100; i++) {
      columns.add(row);
    }
    assertThat(columns.getBufferedSize()).isEqualTo(20_100);
  }

  @Test
  void extremesThatWaitForTheRowGroupsEndCountAsMemory() throws Exception {
    PartPlan part = part(1);
    RowGroupColumns columns =
        new TextParquet(PageCompression.ZSTD, ONE_ROW_GROUP, part.columns()).columns();
    columns.begin();
    for (int i = 0; i < 10_000; i++) {
      columns.add(TextRows.of(part, "0123456789".repeat(1000) + i));
    }
    // Some 95 pages of a kilobyte or two, and two values of each that have 4,100 bytes in memory.
    assertThat(columns.getBufferedSize()).isBetween(95L * 8200, 97L * 8200 + 97L * 4000);
  }

  @Test
  void aRowGroupOfLongRowsEndsLongBeforeAHundredOfThem() throws Exception {
    // Of a megabyte, as the smallest ones are.
    List<String[]> rows = rows(30, List.of(row -> randomText(300 << 10), row -> "short " + row));
    Path file = ours(rows, 4L << 20);
    assertThat(values(file)).isEqualTo(text(rows));
    try (ParquetFileReader reader = open(file)) {
      assertThat(reader.getRowGroups())
          .extracting(BlockMetaData::getRowCount)
          .allMatch(count -> count <= 4);
    }
  }

  private String randomText(int length) {
    byte[] bytes = new byte[length / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void aValueLargerThanAPageHasOneOfItsOwn() throws Exception {
    List<String[]> rows =
        rows(9, List.of(row -> row % 2 == 0 ? "y".repeat(row << 19) : null, row -> "z"));
    Path file = ours(rows, ONE_ROW_GROUP);
    assertThat(values(file)).isEqualTo(text(rows));
    // An empty value, then four that are larger, with the NULLs before each in the page before.
    assertThat(pages(file)).isEqualTo(5);
  }

  @Test
  void aBillionNullsInAPageHaveTheirNumber() throws IOException {
    int rows = (1 << 30) + 5;
    InputStream run = new DefinitionLevels().encode(rows).toInputStream();
    // Behind their length: how often the level comes, twice that, and the level.
    run.skipNBytes(Integer.BYTES);
    assertThat(BytesUtils.readUnsignedVarInt(run) >>> 1).isEqualTo(rows);
    assertThat(run.readAllBytes()).containsExactly(0);
  }

  private static List<String[]> rows(int count, List<IntFunction<String>> shapes) {
    List<String[]> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      int number = row;
      String[] values = shapes.stream().map(shape -> shape.apply(number)).toArray(String[]::new);
      rows.add(values);
    }
    return rows;
  }

  private static List<List<String>> text(List<String[]> rows) {
    List<List<String>> text = new ArrayList<>();
    rows.forEach(row -> text.add(Arrays.asList(row)));
    return text;
  }

  private static PartPlan part(int columns) {
    String[] keys = new String[columns];
    for (int i = 0; i < columns; i++) {
      keys[i] = String.format("c%04d", i);
    }
    return PartPlans.withKeys(keys);
  }

  /** A file of the job's writer, without the audit columns' values. */
  private Path ours(List<String[]> rows, long targetFileBytes) throws IOException {
    PartPlan part = part(rows.get(0).length);
    Path file = folder.resolve("ours.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<RowData> writer =
        new TextParquet(PageCompression.SNAPPY, targetFileBytes, part.columns())
            .writer(new LocalOutputFile(file), part, Map.of())) {
      for (String[] row : rows) {
        TextRow text = TextRows.of(part, row);
        writer.write(text);
      }
    }
    return file;
  }

  private Path reference(List<String[]> rows) throws IOException {
    Path file = folder.resolve("reference.parquet");
    Files.deleteIfExists(file);
    Schema schema = TextSchema.avro(part(rows.get(0).length).columns().names());
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withSchema(schema)
            .withDataModel(GenericData.get())
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(ONE_ROW_GROUP)
            .build()) {
      for (String[] row : rows) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < row.length; i++) {
          record.put(i, row[i]);
        }
        writer.write(record);
      }
    }
    return file;
  }

  /** How many texts the dictionary of the first column has in the last row group. */
  private static int dictionarySize(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      List<BlockMetaData> rowGroups = reader.getRowGroups();
      DictionaryPageReadStore dictionaries =
          reader.getDictionaryReader(rowGroups.get(rowGroups.size() - 1));
      return dictionaries
          .readDictionaryPage(reader.getFileMetaData().getSchema().getColumns().get(0))
          .getDictionarySize();
    }
  }

  /** How many pages the first column has in the first row group. */
  private static int pages(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      ColumnChunkMetaData chunk = reader.getRowGroups().get(0).getColumns().get(0);
      return reader.readOffsetIndex(chunk).getPageCount();
    }
  }

  private static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .usePageChecksumVerification()
            .build());
  }

  /** The values of all rows, but for the audit columns. */
  private static List<List<String>> values(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new LocalInputFile(file), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withCodecFactory(new PageCodecs())
            .build()) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.getSchema().getFields().size() - 2; i++) {
          values.add(row.get(i) == null ? null : row.get(i).toString());
        }
        rows.add(values);
      }
    }
    return rows;
  }

  /** All that footers and indexes say of the columns, but for where and how large pages are. */
  private static List<String> chunks(Path file) throws IOException {
    List<String> indexes = new ArrayList<>();
    forEachChunk(
        file,
        (reader, chunk) ->
            indexes.add(
                statistics(chunk)
                    + text(reader.readColumnIndex(chunk))
                    + ", dictionary "
                    + chunk.hasDictionaryPage()));
    List<List<Long>> firstRows = firstRows(file);
    return IntStream.range(0, indexes.size())
        .mapToObj(i -> indexes.get(i) + ", pages " + firstRows.get(i))
        .collect(Collectors.toList());
  }

  /** How large the columns are before they are compressed. */
  private static List<Long> bytes(Path file) throws IOException {
    List<Long> bytes = new ArrayList<>();
    forEachChunk(file, (reader, chunk) -> bytes.add(chunk.getTotalUncompressedSize()));
    return bytes;
  }

  /** What footers say of the columns. */
  private static List<String> statistics(Path file) throws IOException {
    List<String> statistics = new ArrayList<>();
    forEachChunk(file, (reader, chunk) -> statistics.add(statistics(chunk)));
    return statistics;
  }

  private static String statistics(ColumnChunkMetaData chunk) {
    Statistics<?> statistics = chunk.getStatistics();
    return chunk.getPath()
        + " "
        + chunk.getValueCount()
        + " values, "
        + new TreeSet<>(chunk.getEncodings())
        + ", "
        + statistics.getNumNulls()
        + " null, "
        + Arrays.toString(statistics.getMinBytes())
        + " to "
        + Arrays.toString(statistics.getMaxBytes())
        + ", bytes "
        + chunk.getSizeStatistics().getUnencodedByteArrayDataBytes()
        + " ";
  }

  /** Of each column, the first row of each of its pages. */
  private static List<List<Long>> firstRows(Path file) throws IOException {
    List<List<Long>> firstRows = new ArrayList<>();
    forEachChunk(
        file,
        (reader, chunk) -> {
          OffsetIndex offsets = reader.readOffsetIndex(chunk);
          firstRows.add(
              IntStream.range(0, offsets.getPageCount())
                  .mapToObj(offsets::getFirstRowIndex)
                  .collect(Collectors.toList()));
        });
    return firstRows;
  }

  private interface ChunkReader {
    void read(ParquetFileReader reader, ColumnChunkMetaData chunk) throws IOException;
  }

  /** Without the audit columns, which have no values here. */
  private static void forEachChunk(Path file, ChunkReader each) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      for (BlockMetaData rowGroup : reader.getRowGroups()) {
        List<ColumnChunkMetaData> chunks = rowGroup.getColumns();
        for (ColumnChunkMetaData chunk : chunks.subList(0, chunks.size() - 2)) {
          each.read(reader, chunk);
        }
      }
    }
  }

  private static String text(ColumnIndex index) {
    return index == null
        ? "no index"
        : String.valueOf(index.getBoundaryOrder())
            + index.getNullCounts()
            + index.getNullPages()
            + bytes(index.getMinValues())
            + bytes(index.getMaxValues());
  }

  private static List<String> bytes(List<ByteBuffer> values) {
    List<String> bytes = new ArrayList<>();
    values.forEach(value -> bytes.add(StandardCharsets.ISO_8859_1.decode(value).toString()));
    return bytes;
  }

  private static List<Encoding> encodings(Path file, int column) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      List<Encoding> encodings = new ArrayList<>();
      for (BlockMetaData rowGroup : reader.getRowGroups()) {
        encodings.addAll(rowGroup.getColumns().get(column).getEncodings());
      }
      return Collections.unmodifiableList(encodings);
    }
  }

  @SuppressWarnings("deprecation") // Its name in pages of the first version.
  private static Encoding dictionary() {
    return Encoding.PLAIN_DICTIONARY;
  }
}
