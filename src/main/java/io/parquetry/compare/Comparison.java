/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parquetry.config.Problems;
import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is to be compared, as far as footers tell: files, columns, key. */
public final class Comparison {
  private final EnumMap<Side, Table> tables;
  private final Set<String> ignored;
  private final Set<String> key;

  private Comparison(EnumMap<Side, Table> tables, Set<String> key, Set<String> ignored) {
    this.tables = tables;
    this.key = key;
    this.ignored = ignored;
  }

  /**
   * Finds the files of both sides and reads their footers.
   *
   * @throws ParquetryException with everything that is wrong with the files at once, or with the
   *     columns
   */
  public static Comparison of(CompareOptions options) throws IOException {
    EnumMap<Side, Table> tables = new EnumMap<>(Side.class);
    List<String> missing = new ArrayList<>();
    List<ParquetryException> damaged = new ArrayList<>();
    for (Side side : Side.values()) {
      Location folder = Location.ofOption(side.option(), options.folder(side));
      ParquetFolder found = ParquetFolder.find(folder);
      missing.addAll(found.problems());
      tables.put(side, Table.read(side, folder, found, damaged));
    }
    List<String> problems = new ArrayList<>(missing);
    damaged.forEach(failure -> problems.add(failure.getMessage()));
    if (!problems.isEmpty()) {
      throw ParquetryException.of(
          missing.isEmpty() ? FailureKind.INPUT_DAMAGED : FailureKind.INPUT_MISSING,
          problems.stream().map(Excerpt::whole).collect(Collectors.joining("\n")));
    }
    Set<String> known = new TreeSet<>();
    tables.values().forEach(table -> known.addAll(table.columns().keySet()));
    Comparison comparison =
        new Comparison(tables, names(options.key(), known), names(options.ignore(), known));
    comparison.check(known);
    return comparison;
  }

  /** A column's name may hold a comma, so a list that is a name is one. */
  private static Set<String> names(List<String> given, Set<String> known) {
    Set<String> names = new LinkedHashSet<>();
    for (String text : given) {
      names.addAll(known.contains(text) ? List.of(text) : Arrays.asList(text.split(",", -1)));
    }
    return names;
  }

  private void check(Set<String> known) {
    Problems problems = new Problems();
    String expected = "expected columns of the files: " + String.join(", ", known);
    for (String column : ignored) {
      problems.unless(
          known.contains(column),
          "--ignore=" + Excerpt.of(column),
          "is a column of neither side: " + Excerpt.of(expected));
    }
    for (String column : key) {
      String option = "--key=" + Excerpt.of(column);
      problems.unless(
          !ignored.contains(column), option, "is also ignored: take it out of --ignore");
      for (Side side : Side.values()) {
        Table table = tables.get(side);
        problems.unless(
            table.columns().containsKey(column),
            option,
            "is no column of "
                + table.folder()
                + ": "
                + Excerpt.of("expected one of " + String.join(", ", table.columns().keySet())));
      }
      checkForms(column, option, problems);
    }
    problems.throwIfAny();
  }

  /** Keys of different types would never be the same text, and each row seem to be missing. */
  private void checkForms(String column, String option, Problems problems) {
    Map<String, String> forms = new TreeMap<>();
    for (Table table : tables.values()) {
      forms.putAll(table.columns().getOrDefault(column, new TreeMap<>()));
    }
    forms.remove(ValueText.TEXT);
    problems.unless(
        forms.size() < 2,
        option,
        "has types whose texts differ for the same value: "
            + forms.entrySet().stream()
                .map(form -> form.getKey() + " in " + form.getValue())
                .collect(Collectors.joining(", "))
            + "; choose another key, or write one of the sides with the type of the other");
  }

  /** The files of both sides. */
  List<ComparedFile> files() {
    List<ComparedFile> files = new ArrayList<>();
    tables.values().forEach(table -> files.addAll(table.files()));
    return files;
  }

  /** The columns to compare. */
  ComparedColumns columns() {
    TreeSet<String> names = new TreeSet<>(tables.get(Side.LEFT).columns().keySet());
    names.retainAll(tables.get(Side.RIGHT).columns().keySet());
    names.removeAll(ignored);
    return new ComparedColumns(names, key);
  }

  private Set<String> onlyOn(Side side) {
    TreeSet<String> names = new TreeSet<>(tables.get(side).columns().keySet());
    names.removeAll(tables.get(side.other()).columns().keySet());
    names.removeAll(ignored);
    return names;
  }

  /** The part of the result that is known without reading rows. */
  ObjectNode describe() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("equal", onlyOn(Side.LEFT).isEmpty() && onlyOn(Side.RIGHT).isEmpty());
    for (Side side : Side.values()) {
      Table table = tables.get(side);
      ObjectNode ofSide = result.putObject(side.word());
      ofSide
          .put("folder", table.folder().toString())
          .put("files", table.files().size())
          .put("bytes", table.bytes())
          .put("rows", table.rows())
          .put("columns", table.columns().size());
      putAll(ofSide.putArray("columns_only_here"), onlyOn(side));
      putAll(ofSide.putArray("notes"), table.notes());
    }
    putAll(result.putArray("key"), key);
    putAll(result.putArray("ignored"), ignored);
    result.put("compared_columns", columns().names().size());
    ArrayNode types = result.putArray("other_types");
    for (String column : columns().names()) {
      Set<String> left = tables.get(Side.LEFT).columns().get(column).keySet();
      Set<String> right = tables.get(Side.RIGHT).columns().get(column).keySet();
      if (!left.equals(right)) {
        types
            .addObject()
            .put("column", column)
            .put("left", String.join(", ", left))
            .put("right", String.join(", ", right));
      }
    }
    return result;
  }

  private static void putAll(ArrayNode target, Collection<String> texts) {
    texts.forEach(target::add);
  }
}
