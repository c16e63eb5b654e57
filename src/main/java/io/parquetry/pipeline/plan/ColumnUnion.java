/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.discover.ColumnProfile;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.RangeProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The union of the columns over all ranges, sorted by {@link String#compareTo}. */
final class ColumnUnion {
  private static final Pattern AVRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int NAMED_IN_WARNING = 5;

  /** The first Java that writes some doubles with fewer digits. */
  private static final int SHORTER_DOUBLES = 19;

  private final NavigableMap<String, ColumnProfile> columns;

  private ColumnUnion(Map<String, ColumnProfile> columns) {
    this.columns = new TreeMap<>(columns);
  }

  /** The union over profiles that are sorted by range. */
  static ColumnUnion of(List<RangeProfile> profiles) {
    // Thousands of files have thousands of columns each, so they are sorted once only.
    Map<String, ColumnProfile> columns = new HashMap<>();
    for (RangeProfile profile : profiles) {
      for (ColumnProfile column : profile.columns()) {
        columns
            .computeIfAbsent(
                column.name(), name -> new ColumnProfile(name, column.range(), column.firstLine()))
            .addAll(column);
      }
    }
    return new ColumnUnion(columns);
  }

  /** Columns of which only the names are known. */
  static ColumnUnion ofNames(List<String> names) {
    Map<String, ColumnProfile> columns = new HashMap<>();
    names.forEach(name -> columns.put(name, new ColumnProfile(name, null, 0)));
    return new ColumnUnion(columns);
  }

  List<ColumnProfile> profiles() {
    return new ArrayList<>(columns.values());
  }

  /** The columns of these names, in their order. */
  List<ColumnProfile> profiles(List<String> names) {
    return names.stream().map(columns::get).collect(Collectors.toList());
  }

  List<String> names() {
    return new ArrayList<>(columns.keySet());
  }

  /** The columns that the output has; Spark drops those without a name or without any value. */
  List<ColumnProfile> written() {
    return columns.values().stream().filter(ColumnUnion::isWritten).collect(Collectors.toList());
  }

  /** Columns of the input that the output does not have. */
  List<String> dropped() {
    return columns.values().stream()
        .filter(column -> !isWritten(column))
        .map(ColumnProfile::name)
        .collect(Collectors.toList());
  }

  private static boolean isWritten(ColumnProfile column) {
    return column.types() == null || !column.name().isEmpty() && column.types().isColumn();
  }

  /** Columns with empty strings that Spark's type for them does not have. */
  List<String> losingEmptyStrings() {
    return columns.values().stream()
        .filter(column -> column.types() != null && column.types().losesEmptyStrings())
        .map(ColumnProfile::name)
        .collect(Collectors.toList());
  }

  /** Fails where the union is wider than allowed. */
  void checkCount(DiscoverOptions options) {
    if (columns.size() > options.maxColumns()) {
      throw ParquetryException.at(
          FailureKind.LIMIT,
          "--max-columns=" + options.maxColumns(),
          "the files have "
              + columns.size()
              + " different keys together: are keys used as values? raise --max-columns only if"
              + " not");
    }
    long nested =
        columns.values().stream()
            .filter(column -> column.types() != null)
            .mapToLong(column -> column.types().size() - 1)
            .sum();
    if (nested > options.maxNestedFields()) {
      throw ParquetryException.at(
          FailureKind.LIMIT,
          "--max-columns=" + options.maxColumns(),
          "the files have "
              + nested
              + " different fields within nested values together, and the limit is ten for each"
              + " column: are keys used as values? raise --max-columns only if not");
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
    List<String> empty = losingEmptyStrings();
    if (!empty.isEmpty()) {
      warnings.add(
          "columns have empty strings where Spark infers another type than string; they become"
              + " NULL: "
              + some(empty));
    }
    boolean doubles =
        columns.values().stream()
            .anyMatch(column -> column.types() != null && column.types().hasDoubles());
    if (doubles && Runtime.version().feature() >= SHORTER_DOUBLES) {
      warnings.add(
          "this is Java "
              + Runtime.version().feature()
              + ", which writes some doubles with fewer digits than the Java 17 of Glue 5"
              + " (JDK-4511638); run on 11 or 17 where every digit counts");
    }
    List<String> dropped = dropped();
    if (!dropped.isEmpty()) {
      warnings.add(
          "keys without a name, or without a value other than {}, get no column in Spark: "
              + some(dropped));
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
