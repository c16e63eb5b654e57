/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The schemas of a table whose columns are all optional text. */
final class TextSchema {
  private static final String NAME = "row";
  private static final Pattern AVRO_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private TextSchema() {}

  /** The Parquet schema: columns of exactly these names, whatever characters they have. */
  static MessageType parquet(List<String> names) {
    List<Type> columns =
        names.stream()
            .map(
                name ->
                    Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name))
            .collect(Collectors.toList());
    return new MessageType(NAME, columns);
  }

  /**
   * The Avro schema of the same columns in the same order. A name that Avro does not allow is
   * replaced by a similar one, with the true name as its alias: parquet-avro's reader matches
   * columns by alias, and could not open the file at all otherwise.
   */
  static Schema avro(List<String> names) {
    Set<String> taken =
        names.stream().filter(TextSchema::allowed).collect(Collectors.toCollection(HashSet::new));
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record(NAME).fields();
    for (String name : names) {
      fields =
          allowed(name)
              ? fields.optionalString(name)
              : fields.name(similar(name, taken)).aliases(name).type().optional().stringType();
    }
    return fields.endRecord();
  }

  private static boolean allowed(String name) {
    return AVRO_NAME.matcher(name).matches();
  }

  private static String similar(String name, Set<String> taken) {
    String similar = name.replaceAll("[^A-Za-z0-9_]", "_");
    if (!allowed(similar)) {
      similar = "_" + similar;
    }
    String unique = similar;
    for (int i = 2; !taken.add(unique); i++) {
      unique = similar + "_" + i;
    }
    return unique;
  }
}
