/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.discover.ColumnProfile;
import io.parquetry.pipeline.discover.RangeProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The union of the columns over all ranges, sorted by {@link String#compareTo}. */
final class ColumnUnion {
  private static final Pattern AVRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int NAMED_IN_WARNING = 5;

  private final TreeMap<String, ColumnProfile> columns = new TreeMap<>();

  private ColumnUnion() {}

  /** The union over profiles that are sorted by range. */
  static ColumnUnion of(List<RangeProfile> profiles) {
    ColumnUnion union = new ColumnUnion();
    for (RangeProfile profile : profiles) {
      for (ColumnProfile column : profile.columns()) {
        union
            .columns
            .computeIfAbsent(
                column.name(), name -> new ColumnProfile(name, column.range(), column.firstLine()))
            .addAll(column);
      }
    }
    return union;
  }

  List<ColumnProfile> profiles() {
    return new ArrayList<>(columns.values());
  }

  List<String> names() {
    return new ArrayList<>(columns.keySet());
  }

  /** Fails where the union is wider than allowed. */
  void checkCount(int maxColumns) {
    if (columns.size() > maxColumns) {
      throw ParquetryException.at(
          FailureKind.LIMIT,
          "--max-columns=" + maxColumns,
          "the files have "
              + columns.size()
              + " different keys together: are keys used as values? raise --max-columns only if"
              + " not");
    }
  }

  /** Fails where a key bears the name of an audit column; the places tell where it stands. */
  void checkReserved(String name, String option, Map<String, String> places) {
    if (columns.containsKey(name)) {
      throw ParquetryException.at(
          FailureKind.RESERVED_COLUMN,
          places.get(name) + " field \"" + name + "\"",
          "the input has a key with the name of an audit column; say " + option + "=OTHER_NAME");
    }
  }

  /** The column of this name. */
  ColumnProfile column(String name) {
    return columns.get(name);
  }

  /** What some readers cannot carry, said before anything is written. */
  List<String> warnings(List<String> auditColumns) {
    List<String> warnings = new ArrayList<>();
    Map<String, List<String>> byFolded = new LinkedHashMap<>();
    List<String> all = new ArrayList<>(columns.keySet());
    all.addAll(auditColumns);
    for (String name : all) {
      byFolded.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(name);
    }
    List<String> clashing =
        byFolded.values().stream()
            .filter(names -> names.size() > 1)
            .flatMap(List::stream)
            .collect(Collectors.toList());
    if (!clashing.isEmpty()) {
      warnings.add(
          "columns differ in case only, which engines that fold case (Spark, Athena, DuckDB)"
              + " cannot tell apart by name: "
              + some(clashing));
    }
    List<String> odd = select(name -> !AVRO_NAME.matcher(name).matches());
    if (!odd.isEmpty()) {
      warnings.add(
          "columns have names that Avro does not allow; DuckDB and Spark read them as they are,"
              + " parquet-avro under similar names: "
              + some(odd));
    }
    return warnings;
  }

  private List<String> select(Predicate<String> wanted) {
    return columns.keySet().stream().filter(wanted).collect(Collectors.toList());
  }

  private static String some(List<String> names) {
    String some =
        names.stream()
            .limit(NAMED_IN_WARNING)
            .map(name -> '"' + Excerpt.of(name) + '"')
            .collect(Collectors.joining(", "));
    return names.size() > NAMED_IN_WARNING
        ? some + " and " + (names.size() - NAMED_IN_WARNING) + " more"
        : some;
  }
}
