/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import io.parquetry.json.ObjectScanner.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a line holds, whoever found it out: the same from scanner and oracle. */
record LineContent(Verdict verdict, List<Field> fields) {
  static final LineContent BLANK = new LineContent(Verdict.BLANK, List.of());
  static final LineContent BAD = new LineContent(Verdict.BAD, List.of());

  /** A field; the text is decoded for strings, and the source for all else. */
  record Field(String key, JsonKind kind, String text) {}

  static LineContent scanned(ObjectScanner scanner, byte[] bytes, int start, int end) {
    Verdict verdict = scanner.scan(bytes, start, end);
    return verdict == Verdict.OBJECT
        ? new LineContent(verdict, fields(scanner, bytes))
        : new LineContent(verdict, List.of());
  }

  private static List<Field> fields(ObjectScanner scanner, byte[] bytes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < scanner.fieldCount(); i++) {
      String key = text(bytes, scanner.keyStart(i), scanner.keyEnd(i), scanner.keyEscaped(i));
      String value =
          text(bytes, scanner.valueStart(i), scanner.valueEnd(i), scanner.valueEscaped(i));
      fields.add(new Field(key, scanner.kind(i), value));
    }
    return fields;
  }

  static String text(byte[] bytes, int from, int to, boolean escaped) {
    if (!escaped) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    // No longer than the source: a text that grows is an exception here.
    byte[] target = new byte[to - from];
    int end = Escapes.resolve(bytes, from, to, target, 0);
    return new String(target, 0, end, StandardCharsets.UTF_8);
  }
}
