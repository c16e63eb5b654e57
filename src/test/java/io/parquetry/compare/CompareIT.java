/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.DuckDb;
import io.parquetry.pipeline.write.AvroFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that DuckDB, Spark and convert have written, compared; DuckDB's EXCEPT ALL is the oracle.
 */
class CompareIT {
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** Rows with every kind of emptiness, doubles of some, and several row groups. */
  private static final String MIXED =
      "SELECT (i % 4000)::VARCHAR AS id, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'null'"
          + " ELSE 'text ' || i % 7 END AS a, repeat(chr(97 + (i % 26)::INT), (i % 90)::INT) AS \"b,c\""
          + " FROM range(5000) t(i)";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"id", "b,c"})
  void theSameRowsInOtherFilesAndOrderAreEqual(String key) throws Exception {
    write("left/a", MIXED);
    for (int i = 0; i < 3; i++) {
      write(
          "right/deep/" + i,
          "SELECT \"b,c\", a, id FROM ("
              + MIXED
              + ") WHERE hash(id, a) % 3 = "
              + i
              + " ORDER BY a DESC, id");
    }
    Compared compared = Compared.run(side("left"), side("right"), "--json", "--key=" + key);
    assertThat(compared.with(0).json().get("equal").asBoolean()).isTrue();
    assertThat(compared.rows()).containsExactly(5000L, 0L, 0L, 0L);
    assertThat(compared.json().get("compared_columns").asInt()).isEqualTo(3);
    if (key.equals("id")) {
      JsonNode duplicates = compared.json().get("duplicate_keys").get("left");
      assertThat(duplicates.get("keys").asInt()).isEqualTo(1000);
      assertThat(duplicates.get("rows").asInt()).isEqualTo(2000);
      assertThat(duplicates.get("examples")).hasSize(3);
    }
  }

  @Test
  void oneChangedValueIsExactlyWhatIsTold() throws Exception {
    write(
        "left/a",
        "SELECT i::VARCHAR AS id, 'v' || i AS v, repeat('x', 300) AS w FROM range(3000) t(i)");
    write(
        "right/a",
        "SELECT i::VARCHAR AS id, CASE i WHEN 17 THEN NULL ELSE 'v' || i END AS v,"
            + " repeat('x', 300) || CASE i WHEN 18 THEN 'y' ELSE '' END AS w FROM range(3000) t(i)");

    Compared byKey = Compared.run(side("left"), side("right"), "--key=id").with(1);
    assertThat(byKey.out().lines().skip(3))
        .containsExactly(
            "rows: 2,998 equal, 0 only on the left, 0 only on the right, 2 with the same key and other"
                + " values",
            "column v differs in 1 row(s)",
            "  {\"id\":\"17\"}: left \"v17\", right NULL",
            "column w differs in 1 row(s)",
            "  {\"id\":\"18\"}: left \"…"
                + "x".repeat(40)
                + "\", right \"…"
                + "x".repeat(40)
                + "y\"",
            "different");

    Compared byRow = Compared.run(side("left"), side("right"), "--ignore=w").with(1);
    assertThat(byRow.out().lines().skip(3))
        .containsExactly(
            "rows: 2,999 equal, 1 only on the left, 1 only on the right",
            "  only on the left: {\"id\":\"17\",\"v\":\"v17\"}",
            "  only on the right: {\"id\":\"17\",\"v\":null}",
            "different");
  }

  @Test
  void randomTablesDifferAsDuckDbSays() throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute("SELECT setseed(0.2)");
      for (String side : List.of("left", "right")) {
        duckDb.execute(
            "CREATE TABLE \""
                + side
                + "\" AS SELECT (random() * 400)::INT::VARCHAR AS k,"
                + " CASE WHEN random() < 0.2 THEN NULL ELSE (random() * 2)::INT::VARCHAR END AS a,"
                + " CASE WHEN random() < 0.1 THEN '' ELSE 'x' END AS b FROM range(500)");
        Files.createDirectories(side(side));
        duckDb.execute("COPY \"" + side + "\" TO '" + side(side) + "/a.parquet'");
      }
      long onlyLeft = duckDb.number(except("left", "right"));
      long onlyRight = duckDb.number(except("right", "left"));
      assertThat(onlyLeft).isPositive();
      Compared byRow = Compared.run(side("left"), side("right"), "--json").with(1);
      assertThat(byRow.rows()).containsExactly(500 - onlyLeft, onlyLeft, onlyRight);

      // Of each key, as many rows as are left; where it is one on each side, they are a pair.
      String surplus =
          "WITH l AS (SELECT k, count(*) n FROM (SELECT * FROM \"left\" EXCEPT ALL SELECT * FROM \"right\") GROUP BY k),"
              + " r AS (SELECT k, count(*) n FROM (SELECT * FROM \"right\" EXCEPT ALL SELECT * FROM \"left\") GROUP BY k) ";
      long pairs =
          duckDb.number(
              surplus + "SELECT count(*) FROM l JOIN r USING (k) WHERE l.n = 1 AND r.n = 1");
      assertThat(pairs).isPositive();
      Compared byKey = Compared.run(side("left"), side("right"), "--json", "--key=k").with(1);
      assertThat(byKey.rows())
          .containsExactly(500 - onlyLeft, onlyLeft - pairs, onlyRight - pairs, pairs);
      for (String side : List.of("left", "right")) {
        assertThat(byKey.json().get("duplicate_keys").get(side).get("keys").asLong())
            .isEqualTo(
                duckDb.number(
                    "SELECT count(*) FROM (SELECT k FROM \""
                        + side
                        + "\" GROUP BY k HAVING count(*) > 1)"));
      }
    }
  }

  private static String except(String side, String other) {
    return "SELECT count(*) FROM (SELECT * FROM \""
        + side
        + "\" EXCEPT ALL SELECT * FROM \""
        + other
        + "\")";
  }

  @Test
  void theTextOfEachTypeIsThatOfSparksCastButForTinyDecimals() throws Exception {
    Path types = RESOURCES.resolve("spark-types");
    Compared compared =
        Compared.run(types.resolve("typed"), types.resolve("text"), "--key=id", "--json").with(1);
    assertThat(compared.json().get("other_types")).hasSize(14);
    assertThat(compared.rows()).containsExactly(7L, 0L, 0L, 1L);
    assertThat(compared.json().get("changed_columns").toString())
        .isEqualTo(
            "[{\"column\":\"dec38\",\"rows\":1,\"examples\":[{\"key\":{\"id\":\"3\"},"
                + "\"left\":\"0.0000000000\",\"right\":\"0E-10\"}]}]");
  }

  @Test
  void theTextOfDuckDbsTypesIsAsDocumented() throws Exception {
    write(
        "left/a",
        "SELECT 255::UTINYINT AS u8, 18446744073709551615::UBIGINT AS u64, 4294967295::UINTEGER AS u32,"
            + " '0b2e9a3c-1f6d-4b7a-9c58-3d2f1e0a9b8c'::UUID AS uuid, TIME '10:15:30.25' AS time,"
            + " 'b'::ENUM('a', 'b') AS e, '\\x00\\xFF'::BLOB AS blob, true AS flag,"
            + " '{\"a\": 1}'::JSON AS json, 3.0::FLOAT AS f, TIMESTAMP_NS '2025-12-23 10:00:00.123456789' AS ns,"
            + " {'b': 1, 'a': [1.5::DOUBLE, NULL, 'nan'::DOUBLE], 'c': NULL::DATE} AS struct,"
            + " [[1, 2], [], NULL] AS lists, [{'x': DATE '2025-12-23'}, NULL] AS structs,"
            + " MAP {'b': 2.50::DECIMAL(9,2), 'a': NULL} AS map, MAP {2: true, 1: false} AS numbers,"
            + " NULL::INT[] AS nothing, []::INT[] AS empty, ['a\"b\nc'] AS quoted");
    write(
        "right/a",
        "SELECT '255' AS u8, '18446744073709551615' AS u64, '4294967295' AS u32,"
            + " '0b2e9a3c-1f6d-4b7a-9c58-3d2f1e0a9b8c' AS uuid, '10:15:30.25' AS time,"
            + " 'b' AS e, '0x00ff' AS blob, 'true' AS flag,"
            + " '{\"a\": 1}' AS json, '3.0' AS f, '2025-12-23 10:00:00.123456789' AS ns,"
            + " '{\"a\":[1.5,null,\"NaN\"],\"b\":1,\"c\":null}' AS struct,"
            + " '[[1,2],[],null]' AS lists, '[{\"x\":\"2025-12-23\"},null]' AS structs,"
            + " '{\"a\":null,\"b\":2.50}' AS map, '{\"1\":false,\"2\":true}' AS numbers,"
            + " NULL::VARCHAR AS nothing, '[]' AS empty, '[\"a\\\"b\\nc\"]' AS quoted");
    Compared.run(side("left"), side("right"), "--key=uuid").with(0);
  }

  @Test
  void parquetAvrosOlderListsAndItsNestedRecordsAreJsonToo() throws Exception {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "row", "fields": [
                  {"name": "id", "type": "int"},
                  {"name": "ratio", "type": ["null", "double"]},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                  {"name": "inner", "type": {"type": "record", "name": "inner", "fields": [
                    {"name": "z", "type": "string"},
                    {"name": "numbers", "type": {"type": "array", "items": "long"}},
                    {"name": "map", "type": {"type": "map", "values": "boolean"}}]}},
                  {"name": "records", "type": {"type": "array", "items": {"type": "record", "name": "item",
                    "fields": [{"name": "one", "type": "int"}]}}}]}
                """);
    GenericRecord inner = new GenericData.Record(schema.getField("inner").schema());
    inner.put("z", "ü");
    inner.put("numbers", List.of(1L, 2L));
    inner.put("map", Map.of("yes", true));
    GenericRecord item =
        new GenericData.Record(schema.getField("records").schema().getElementType());
    item.put("one", 1);
    GenericRecord row = new GenericData.Record(schema);
    row.put("id", 7);
    row.put("at", -1L);
    row.put("price", ByteBuffer.wrap(BigInteger.valueOf(-150).toByteArray()));
    row.put("inner", inner);
    row.put("records", List.of(item, item));
    AvroFile.write(Files.createDirectory(side("left")).resolve("a.parquet"), row);
    write(
        "right/a",
        "SELECT '7' AS id, NULL::VARCHAR AS ratio, '1969-12-31 23:59:59.999' AS at, '-1.50' AS price,"
            + " '{\"map\":{\"yes\":true},\"numbers\":[1,2],\"z\":\"ü\"}' AS inner,"
            + " '[{\"one\":1},{\"one\":1}]' AS records");
    Compared.run(side("left"), side("right"), "--key=id").with(0);
  }

  @Test
  void theOutputOfTheSparkJobDiffersAsTheReadmeSays() throws Exception {
    Path output = folder.resolve("orders");
    Conversion.succeeding(RESOURCES.resolve("spark-output/manifest.json"), output);
    String readme = Files.readString(Path.of("README.md"));
    String command =
        readme
            .lines()
            .filter(line -> line.startsWith("scripts/parquetry compare "))
            .findFirst()
            .get();
    List<String> words =
        new ArrayList<>(List.of(command.replace("target/orders", output.toString()).split(" ")));
    Compared compared = Compared.run(words.subList(1, words.size())).with(1);
    String shown = compared.out().lines().skip(2).reduce("", (a, b) -> a + b + "\n");
    assertThat(shown).contains("column customer differs in 3 row(s)", "different\n");
    assertThat(readme).contains(shown);
  }

  @Test
  void theOutputOfTheSparkJobIsEqualWithItsOwnValues() throws Exception {
    Path output = folder.resolve("orders");
    Conversion.succeeding(
        RESOURCES.resolve("spark-output/manifest.json"), output, "--values=spark");
    Compared.run(RESOURCES.resolve("spark-output"), output, "--ignore=_processing_timestamp")
        .with(0);
  }

  @Test
  void whatIsPublishedCountsWhereverTheOutputIsCopiedTo() throws Exception {
    Path manifest = twoDates();
    Path output = folder.resolve("out");
    Conversion once = Conversion.succeeding(manifest, output);
    Path stray = once.parts().get(0).resolveSibling("part-stray.snappy.parquet");
    Files.copy(once.parts().get(0), stray);
    Path copy = folder.resolve("copy");
    copy(output, copy);
    Conversion again =
        Conversion.succeeding(manifest, folder.resolve("again"), "--compression=zstd");
    Compared compared =
        Compared.run(copy, again.output(), "--ignore=_processing_timestamp").with(0);
    assertThat(compared.out())
        .contains("note: 1 other Parquet file(s) in " + copy + " are of no published run")
        .contains("rows: 3 equal");

    Compared oneDate =
        Compared.run(
                copy.resolve("merged-parquet-2025-12-23"),
                again.output().resolve("merged-parquet-2025-12-23"),
                "--ignore=_processing_timestamp")
            .with(0);
    assertThat(oneDate.out()).contains("rows: 2 equal");

    Files.delete(copy.resolve(output.relativize(once.parts().get(1))));
    Compared missing = Compared.run(copy, again.output()).with(4);
    assertThat(missing.err())
        .contains("parquetry: error (INPUT_MISSING, exit code 4): [" + copy + "/merged-parquet-")
        .contains("is published, but is not there");
  }

  private Path twoDates() throws IOException {
    Files.writeString(folder.resolve("a-2025-12-23.ndjson"), "{\"id\":1}\n{\"id\":2}\n");
    Files.writeString(folder.resolve("b-2025-12-24.ndjson"), "{\"id\":3}\n");
    return Conversion.manifest(folder, List.of("a-2025-12-23.ndjson", "b-2025-12-24.ndjson"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void noRowsAreEqualToNoRowsAndColumnsOfOneSideAreTold() throws Exception {
    write("left/a", "SELECT 'x' AS a, 'y' AS b LIMIT 0");
    write("right/a", "SELECT 'x' AS a, 'y' AS c, 'z' AS d LIMIT 0");
    Compared compared = Compared.run(side("left"), side("right"), "--ignore=c").with(1);
    assertThat(compared.out())
        .contains(
            "1 column(s) only on the left: b", "1 column(s) only on the right: d", "rows: 0 equal");
  }

  @Test
  void aDamagedPageNamesItsFile() throws Exception {
    Files.writeString(
        folder.resolve("a-2025-12-23.ndjson"), "{\"id\":\"" + "abc".repeat(50) + "\"}\n");
    Path manifest = Conversion.manifest(folder, List.of("a-2025-12-23.ndjson"));
    Conversion conversion =
        Conversion.succeeding(manifest, folder.resolve("out"), "--compression=none");
    Path part = conversion.parts().get(0);
    Path damaged = Files.createDirectory(side("left")).resolve("damaged.parquet");
    byte[] bytes = Files.readAllBytes(part);
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("abcabc");
    Files.write(damaged, bytes);
    try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
      file.seek(at);
      file.write('A');
    }
    Compared compared = Compared.run(damaged, part).with(6);
    assertThat(compared.err())
        .startsWith(
            "parquetry: error (INPUT_DAMAGED, exit code 6): ["
                + damaged
                + "] cannot be read as Parquet: ")
        .contains("deliver the file again");
  }

  private void write(String name, String query) throws IOException, SQLException {
    Path file = folder.resolve(name + ".parquet");
    Files.createDirectories(file.getParent());
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute("COPY (" + query + ") TO '" + file + "' (ROW_GROUP_SIZE 2048)");
    }
  }

  private Path side(String name) {
    return folder.resolve(name);
  }
}
