/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of columns, in an order: {@code a,b,c}, or a JSON array where a name has a comma. */
public final class ColumnNames implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ArrayList<String> names;
  private final String text;

  private ColumnNames(List<String> names, String text) {
    this.names = new ArrayList<>(names);
    this.text = text;
  }

  /** Reads names, each of which must be there once; blanks around commas do not count. */
  public static final class Converter implements ITypeConverter<ColumnNames> {
    @Override
    public ColumnNames convert(String text) {
      List<String> names = text.stripLeading().startsWith("[") ? ofJson(text) : ofList(text);
      Set<String> seen = new HashSet<>();
      for (String name : names) {
        if (!seen.add(name)) {
          throw new TypeConversionException("the column \"" + name + "\" is named twice");
        }
      }
      if (names.isEmpty()) {
        throw new TypeConversionException("expected names of columns, found none");
      }
      return new ColumnNames(names, text);
    }

    private static List<String> ofList(String text) {
      List<String> names =
          Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toList());
      if (names.contains("")) {
        throw new TypeConversionException(
            "expected names separated by commas, found an empty one in \""
                + text
                + "\"; a column without a name can be given in a JSON array");
      }
      return names;
    }

    private static List<String> ofJson(String text) {
      try {
        return List.of(JSON.readValue(text, String[].class));
      } catch (JsonProcessingException | NullPointerException e) {
        throw new TypeConversionException(
            "expected names separated by commas, or a JSON array of strings, found \""
                + text
                + "\"");
      }
    }
  }

  /** The names. */
  public List<String> names() {
    return names;
  }

  /** As it was given. */
  @Override
  public String toString() {
    return text;
  }
}
