/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parquetry.json.LineContent.Field;
import io.parquetry.json.ObjectScanner.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectScannerTest {
  private static final int MARGIN = 24;

  /** Each would go on with a string, number, escape, literal or character cut off by the end. */
  private static final byte[] HOSTILE =
      HexFormat.of().parseHex("22" + "5c" + "30" + "39" + "2e" + "65" + "7d" + "2c" + "bf" + "20");

  private final ObjectScanner scanner = new ObjectScanner(1000);

  private record Finding(LineContent content, Defect defect, int at) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"k":"text"}                    | STRING  | text
          {"k":"longer than eight bytes"} | STRING  | longer than eight bytes
          {"k":"\\"\\\\\\/"}              | STRING  | "\\/
          {"k":"\\u0041\\u00e9\\u20AC"}   | STRING  | A\u00e9\u20ac
          {"k":"\\uD83D\\ude00"}          | STRING  | \ud83d\ude00
          {"k":"\u00e9\u20ac\ud83d\ude00"} | STRING | \u00e9\u20ac\ud83d\ude00
          {"k":"'{[,:]}"}                 | STRING  | '{[,:]}
          {"k":0}                         | NUMBER  | 0
          {"k":-0}                        | NUMBER  | -0
          {"k":-0.0}                      | NUMBER  | -0.0
          {"k":1e400}                     | NUMBER  | 1e400
          {"k":1E-7}                      | NUMBER  | 1E-7
          {"k":12.50e+3}                  | NUMBER  | 12.50e+3
          {"k":0e0}                       | NUMBER  | 0e0
          {"k":1e007}                     | NUMBER  | 1e007
          {"k":1234567890123456789012345678901234567890} | NUMBER | 1234567890123456789012345678901234567890
          {"k":true}                      | BOOLEAN | true
          {"k":false}                     | BOOLEAN | false
          {"k":null}                      | NULL    | null
          {"k":{}}                        | OBJECT  | {}
          {"k":{"a":{"b":[1,{}]},"a":0}}  | OBJECT  | {"a":{"b":[1,{}]},"a":0}
          {"k":[]}                        | ARRAY   | []
          {"k":[ 1 , "]" ,{"a":null}]}    | ARRAY   | [ 1 , "]" ,{"a":null}]
          { "k" : 1 }                     | NUMBER  | 1
          """)
  void aValueOfEachKindIsFoundWithItsText(String line, JsonKind kind, String text) {
    assertThat(accepted(line)).containsExactly(new Field("k", kind, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                     | UNEXPECTED_END    |  1
          {"a                   | UNEXPECTED_END    |  3
          {"a\\                 | UNEXPECTED_END    |  4
          {"a"                  | UNEXPECTED_END    |  4
          {"a":                 | UNEXPECTED_END    |  5
          {"a":1                | UNEXPECTED_END    |  6
          {"a":"                | UNEXPECTED_END    |  6
          {"a":1,               | UNEXPECTED_END    |  7
          {"a":[                | UNEXPECTED_END    |  6
          {"a":[1,              | UNEXPECTED_END    |  8
          {"a":[1               | UNEXPECTED_END    |  7
          {"a":{                | UNEXPECTED_END    |  6
          {"a":{"b"             | UNEXPECTED_END    |  9
          {"a":{"b":            | UNEXPECTED_END    | 10
          {"a":[1]              | UNEXPECTED_END    |  8
          {,}                   | KEY_EXPECTED      |  1
          {"a":1,}              | KEY_EXPECTED      |  7
          {"a":1,,"b":2}        | KEY_EXPECTED      |  7
          {a:1}                 | KEY_EXPECTED      |  1
          {'a':1}               | KEY_EXPECTED      |  1
          {1:1}                 | KEY_EXPECTED      |  1
          {"a":{"b":1,}}        | KEY_EXPECTED      | 12
          {"a":{1:1}}           | KEY_EXPECTED      |  6
          {"a"}                 | COLON_EXPECTED    |  4
          {"a" 1}               | COLON_EXPECTED    |  5
          {"a"="1"}             | COLON_EXPECTED    |  4
          {"a":{"b"}}           | COLON_EXPECTED    |  9
          {"a":1 "b":2}         | COMMA_EXPECTED    |  7
          {"a":1;"b":2}         | COMMA_EXPECTED    |  6
          {"a":"b"c"}           | COMMA_EXPECTED    |  8
          {"a":truex}           | COMMA_EXPECTED    |  9
          {"a":1]               | COMMA_EXPECTED    |  6
          {"a":[1}              | COMMA_EXPECTED    |  7
          {"a":[1 2]}           | COMMA_EXPECTED    |  8
          {"a":{"b":1]}         | COMMA_EXPECTED    | 11
          {"a":0x10}            | COMMA_EXPECTED    |  6
          {"a":1_000}           | COMMA_EXPECTED    |  6
          {"a":}                | VALUE_EXPECTED    |  5
          {"a":,"b":1}          | VALUE_EXPECTED    |  5
          {"a"::1}              | VALUE_EXPECTED    |  5
          {"a":[1,]}            | VALUE_EXPECTED    |  8
          {"a":[,1]}            | VALUE_EXPECTED    |  6
          {"a":[}]}             | VALUE_EXPECTED    |  6
          {"a":True}            | VALUE_EXPECTED    |  5
          {"a":nul}             | VALUE_EXPECTED    |  5
          {"a":tru              | VALUE_EXPECTED    |  5
          {"a":NaN}             | VALUE_EXPECTED    |  5
          {"a":Infinity}        | VALUE_EXPECTED    |  5
          {"a":undefined}       | VALUE_EXPECTED    |  5
          {"a":'b'}             | VALUE_EXPECTED    |  5
          {"a":.5}              | VALUE_EXPECTED    |  5
          {"a":+1}              | VALUE_EXPECTED    |  5
          {"a":/**/1}           | VALUE_EXPECTED    |  5
          {"a":\u00e9}          | VALUE_EXPECTED    |  5
          abc                   | VALUE_EXPECTED    |  0
          }                     | VALUE_EXPECTED    |  0
          \ufeff{}              | VALUE_EXPECTED    |  0
          {"a":01}              | BAD_NUMBER        |  5
          {"a":-01}             | BAD_NUMBER        |  5
          {"a":00}              | BAD_NUMBER        |  5
          {"a":-}               | BAD_NUMBER        |  5
          {"a":--1}             | BAD_NUMBER        |  5
          {"a":-Infinity}       | BAD_NUMBER        |  5
          {"a":1.}              | BAD_NUMBER        |  5
          {"a":1.e5}            | BAD_NUMBER        |  5
          {"a":1e}              | BAD_NUMBER        |  5
          {"a":1e+}             | BAD_NUMBER        |  5
          {"a":1e               | BAD_NUMBER        |  5
          {"a":[1,2.]}          | BAD_NUMBER        |  8
          {"a":"\\x"}           | BAD_ESCAPE        |  6
          {"a":"\\'"}           | BAD_ESCAPE        |  6
          {"a":"\\U0041"}       | BAD_ESCAPE        |  6
          {"a":"\\u004"}        | BAD_ESCAPE        |  6
          {"a":"\\u00g1"}       | BAD_ESCAPE        |  6
          {"a":"\\u-001"}       | BAD_ESCAPE        |  6
          {"\\q":1}             | BAD_ESCAPE        |  2
          {"a":["\\q"]}         | BAD_ESCAPE        |  7
          {"a":"\\ud83d"}       | LONE_SURROGATE    |  6
          {"a":"\\ude00"}       | LONE_SURROGATE    |  6
          {"a":"\\ud83dx"}      | LONE_SURROGATE    |  6
          {"a":"\\ud83d\\n"}    | LONE_SURROGATE    |  6
          {"a":"\\ud83d\\u0041"} | LONE_SURROGATE   |  6
          {"a":"\\ud83d\\ud83d\\ude00"} | LONE_SURROGATE | 6
          {"a":"\\ude00\\ud83d"} | LONE_SURROGATE   |  6
          {"\\udfff":1}         | LONE_SURROGATE    |  2
          {"a":{"\\ud800":1}}   | LONE_SURROGATE    |  7
          []                    | NOT_AN_OBJECT     |  0
          [{"a":1}]             | NOT_AN_OBJECT     |  0
          "{}"                  | NOT_AN_OBJECT     |  0
          12                    | NOT_AN_OBJECT     |  0
          -0.5e1                | NOT_AN_OBJECT     |  0
          true                  | NOT_AN_OBJECT     |  0
          null                  | NOT_AN_OBJECT     |  0
          {}{}                  | TRAILING_CONTENT  |  2
          {} {}                 | TRAILING_CONTENT  |  3
          {},                   | TRAILING_CONTENT  |  2
          {}}                   | TRAILING_CONTENT  |  2
          {"a":1}]              | TRAILING_CONTENT  |  7
          []{}                  | TRAILING_CONTENT  |  2
          1 2                   | TRAILING_CONTENT  |  2
          nullx                 | TRAILING_CONTENT  |  4
          [1                    | UNEXPECTED_END    |  2
          [1,]                  | VALUE_EXPECTED    |  3
          "a                    | UNEXPECTED_END    |  2
          1.                    | BAD_NUMBER        |  0
          """)
  void aMalformedLineIsRejectedWithItsDefectAndPlace(String line, Defect defect, int at) {
    checkRejected(line.getBytes(UTF_8), defect, at);
  }

  @ParameterizedTest
  @CsvSource({
    // What                          at  bytes of a string
    "a lone continuation byte,       0,  80",
    "the last continuation byte,     0,  bf",
    "a continuation behind a letter, 1,  6180",
    "an overlong slash of two,       0,  c0af",
    "an overlong of two at its end,  0,  c1bf",
    "an overlong of three,           0,  e080af",
    "an overlong of three at its end, 0, e09fbf",
    "an overlong of four,            0,  f08080af",
    "an overlong of four at its end, 0,  f08fbfbf",
    "the first surrogate,            0,  eda080",
    "the last surrogate,             0,  edbfbf",
    "a pair of surrogates,           0,  eda0bdedb880",
    "just beyond U+10FFFF,           0,  f4908080",
    "far beyond U+10FFFF,            0,  f5808080",
    "a form of five bytes,           0,  f888808080",
    "the byte FE,                    0,  fe",
    "the byte FF,                    0,  ff",
    "two of two cut by a letter,     0,  c361",
    "three cut behind one,           0,  e261",
    "three cut behind two,           0,  e28261",
    "four cut behind one,            0,  f061",
    "four cut behind two,            0,  f09f61",
    "four cut behind three,          0,  f09f9861",
    "a lead byte behind another,     0,  c3c3a9",
    "a bad character behind good,    5,  c3a9e282acff",
    "a bad one behind eight letters, 8,  6162636465666768c0",
  })
  void invalidUtf8IsRejectedInValuesKeysAndBelow(String name, int at, String hex) {
    checkRejected(bytes("{\"a\":\"", hex, "\"}"), Defect.INVALID_UTF8, 6 + at);
    checkRejected(bytes("{\"", hex, "\":1}"), Defect.INVALID_UTF8, 2 + at);
    checkRejected(bytes("{\"a\":[\"", hex, "\"]}"), Defect.INVALID_UTF8, 7 + at);
    checkRejected(bytes("{\"a\":{\"", hex, "\":1}}"), Defect.INVALID_UTF8, 7 + at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e2", "e282", "f0", "f09f", "f09f98"})
  void aCharacterCutByTheEndOfTheLineIsInvalid(String hex) {
    checkRejected(bytes("{\"a\":\"", hex, ""), Defect.INVALID_UTF8, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "efbbbf",
        "f0908080",
        "f48fbfbf"
      })
  void theFirstAndLastCharacterOfEachLengthAreValid(String hex) {
    String text = new String(HexFormat.of().parseHex(hex), UTF_8);
    assertThat(content(bytes("{\"a\":\"", hex, "\"}")).fields())
        .containsExactly(new Field("a", JsonKind.STRING, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]     | 1 | NOT_AN_OBJECT",
        "[1]    | 1 | NOT_AN_OBJECT",
        "[[]]   | 2 | NOT_AN_OBJECT",
        "[[]]   | 1 | TOO_DEEP",
        "[[[]]] | 2 | TOO_DEEP"
      })
  void theDepthOfATopLevelArrayIsCountedLikeThatOfAnObject(
      String line, int maxDepth, Defect defect) {
    ObjectScanner limited = new ObjectScanner(maxDepth);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(limited.scan(bytes, 0, bytes.length)).isEqualTo(ObjectScanner.Verdict.BAD);
    assertThat(limited.defect()).isEqualTo(defect);
  }

  @Test
  void everyControlCharacterInAStringMustBeEscaped() {
    for (int control = 0; control < ' '; control++) {
      String character = Character.toString(control);
      checkRejected(utf8("{\"a\":\"" + character + "\"}"), Defect.CONTROL_CHARACTER, 6);
      checkRejected(utf8("{\"a" + character + "\":1}"), Defect.CONTROL_CHARACTER, 3);
      checkRejected(utf8("{\"a\":[\"" + character), Defect.CONTROL_CHARACTER, 7);
    }
  }

  @Test
  void everyPlaceInAWordOfEightBytesIsLookedAt() {
    for (int plain = 0; plain < 20; plain++) {
      String before = "{\"a\":\"" + "x".repeat(plain);
      checkRejected(utf8(before + "\u0001\"}"), Defect.CONTROL_CHARACTER, 6 + plain);
      checkRejected(utf8(before + "\\q\"}"), Defect.BAD_ESCAPE, 6 + plain);
      checkRejected(utf8(before + "\"\"}"), Defect.COMMA_EXPECTED, 7 + plain);
      checkRejected(bytes(before, "80", "\"}"), Defect.INVALID_UTF8, 6 + plain);
      checkRejected(utf8(before), Defect.UNEXPECTED_END, 6 + plain);
    }
  }

  @Test
  void onlyTheFourSpacesOfJsonAreSpace() {
    assertThat(accepted(" \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n1 \t\r\n} \t\r\n")).hasSize(1);
    for (String space : List.of("\f", "\u000b", "\u0000", "\u00a0", "\u2028", "\ufeff", "\b")) {
      checkRejected(utf8("{" + space + "}"), Defect.KEY_EXPECTED, 1);
      checkRejected(utf8("{}" + space), Defect.TRAILING_CONTENT, 2);
      checkRejected(utf8(space), Defect.VALUE_EXPECTED, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\r", "\n", " \t\r\n \t\r\n"})
  void aLineOfSpaceIsBlank(String line) {
    assertThat(content(utf8(line))).isEqualTo(LineContent.BLANK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " { } ", "{\t}\r"})
  void anObjectMayBeEmpty(String line) {
    assertThat(accepted(line)).isEmpty();
  }

  @Test
  void duplicateKeysAreFieldsOfTheirOwnInTheirOrder() {
    assertThat(accepted("{\"a\":1,\"b\":2,\"a\":\"3\",\"\\u0061\":null}"))
        .containsExactly(
            new Field("a", JsonKind.NUMBER, "1"),
            new Field("b", JsonKind.NUMBER, "2"),
            new Field("a", JsonKind.STRING, "3"),
            new Field("a", JsonKind.NULL, "null"));
  }

  @Test
  void anEmptyKeyIsAKey() {
    assertThat(accepted("{\"\":\"\"}")).containsExactly(new Field("", JsonKind.STRING, ""));
  }

  @Test
  void escapesAreToldForKeyAndValueApart() {
    byte[] line = utf8("{\"\\n\":\"a\",\"a\":\"\\n\",\"b\":[\"\\n\"],\"c\":\"\u00e9\"}");
    assertThat(scanner.scan(line, 0, line.length)).isEqualTo(Verdict.OBJECT);
    assertThat(flags(scanner::keyEscaped)).containsExactly(true, false, false, false);
    assertThat(flags(scanner::valueEscaped)).containsExactly(false, true, false, false);
  }

  @Test
  void aLineMayHaveAnyNumberOfFields() {
    for (int count : new int[] {63, 64, 65, 128, 129, 20_000}) {
      List<Field> fields = accepted(numbered(count));
      assertThat(fields).hasSize(count);
      assertThat(fields.get(count - 1))
          .isEqualTo(new Field("k" + (count - 1), JsonKind.NUMBER, "" + (count - 1)));
    }
  }

  @Test
  void nothingOfALineIsLeftForTheNextOne() {
    assertThat(accepted("{\"a\":1,\"b\":\"\\n\"}")).hasSize(2);
    checkRejected(utf8("{\"a\":1,\"b\":x}"), Defect.VALUE_EXPECTED, 11);
    assertThat(accepted("{\"c\":\"d\"}")).containsExactly(new Field("c", JsonKind.STRING, "d"));
    assertThat(scanner.defect()).isNull();
    assertThat(content(utf8(" "))).isEqualTo(LineContent.BLANK);
    assertThat(scanner.fieldCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 63, 64, 65, 127, 128, 129, 1000})
  void nestingToTheLimitIsValidAndOneMoreIsTooDeep(int maxDepth) {
    ObjectScanner limited = new ObjectScanner(maxDepth);
    for (String open : List.of("[", "{\"x\":")) {
      byte[] deepest = utf8(nested(open, maxDepth));
      byte[] tooDeep = utf8(nested(open, maxDepth + 1));
      assertThat(limited.scan(deepest, 0, deepest.length)).isEqualTo(Verdict.OBJECT);
      assertThat(limited.scan(tooDeep, 0, tooDeep.length)).isEqualTo(Verdict.BAD);
      assertThat(limited.defect()).isEqualTo(Defect.TOO_DEEP);
    }
  }

  @Test
  void theBracketThatIsTooDeepIsThePlace() {
    byte[] line = utf8("{\"a\":[[1,[]]]}");
    ObjectScanner limited = new ObjectScanner(3);
    assertThat(limited.scan(line, 0, line.length)).isEqualTo(Verdict.BAD);
    assertThat(limited.defectAt()).isEqualTo(9);
  }

  @Test
  void closedBracketsDoNotCountAsDepth() {
    ObjectScanner limited = new ObjectScanner(2);
    byte[] line = utf8("{\"a\":[" + "1,".repeat(100) + "1],\"b\":{},\"c\":[],\"d\":{\"e\":1}}");
    assertThat(limited.scan(line, 0, line.length)).isEqualTo(Verdict.OBJECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"x\":"})
  void aHundredThousandLevelsNeitherPassALimitNorOverflowTheStack(String open) {
    byte[] line = utf8(nested(open, 100_000));
    assertThat(scanner.scan(line, 0, line.length)).isEqualTo(Verdict.BAD);
    assertThat(scanner.defect()).isEqualTo(Defect.TOO_DEEP);
    ObjectScanner deep = new ObjectScanner(1_000_000);
    assertThat(deep.scan(line, 0, line.length)).isEqualTo(Verdict.OBJECT);
    assertThat(deep.scan(line, 0, line.length - 1)).isEqualTo(Verdict.BAD);
    assertThat(deep.defect()).isEqualTo(Defect.UNEXPECTED_END);
  }

  @Test
  void bracketsMustMatchAtEveryDepth() {
    // The stack of bits is used again: object bits of one line must not stay for the next.
    ObjectScanner deep = new ObjectScanner(200);
    byte[] objects = utf8(nested("{\"x\":", 150));
    byte[] arrays = utf8(nested("[", 150));
    byte[] crossed = utf8(nested("[", 150).replace(']', '}'));
    assertThat(deep.scan(objects, 0, objects.length)).isEqualTo(Verdict.OBJECT);
    assertThat(deep.scan(arrays, 0, arrays.length)).isEqualTo(Verdict.OBJECT);
    assertThat(deep.scan(crossed, 0, crossed.length)).isEqualTo(Verdict.BAD);
    assertThat(deep.defect()).isEqualTo(Defect.COMMA_EXPECTED);
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ObjectScanner(0))
        .withMessageContaining("maxDepth");
  }

  @Test
  void everyPrefixOfALineIsBadThoughTheRestFollowsBehindTheEnd() {
    byte[] line =
        utf8(
            "{\"\u00e9\\u20ac\":\"\\ud83d\\ude00\u20ac\",\"n\":[-12.5e+10,true,{\"k\":null}],"
                + "\"f\":false,\"s\":\"0123456789\"}");
    for (int end = 1; end < line.length; end++) {
      assertThat(scanner.scan(line, 0, end)).as("end %d", end).isEqualTo(Verdict.BAD);
      assertThat(scanner.defectAt()).isLessThanOrEqualTo(end);
    }
    assertThat(scanner.scan(line, 0, line.length)).isEqualTo(Verdict.OBJECT);
  }

  /** A line so many levels deep; its own object is the first. */
  private static String nested(String open, int depth) {
    String close = open.equals("[") ? "]" : "}";
    return "{\"a\":" + open.repeat(depth - 1) + "0" + close.repeat(depth - 1) + "}";
  }

  private static String numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private List<Boolean> flags(IntPredicate flag) {
    return IntStream.range(0, scanner.fieldCount())
        .mapToObj(flag::test)
        .collect(Collectors.toList());
  }

  private List<Field> accepted(String line) {
    Finding finding = find(utf8(line));
    assertThat(finding.defect()).as(line).isNull();
    assertThat(finding.content().verdict()).as(line).isEqualTo(Verdict.OBJECT);
    return finding.content().fields();
  }

  private LineContent content(byte[] line) {
    return find(line).content();
  }

  private void checkRejected(byte[] line, Defect defect, int at) {
    Finding expected = new Finding(LineContent.BAD, defect, at);
    assertThat(find(line)).as(new String(line, UTF_8)).isEqualTo(expected);
  }

  /** Scans the line alone and amidst hostile bytes; all must find the same. */
  private Finding find(byte[] line) {
    Finding alone = find(line, 0, line.length);
    byte[] source = new byte[line.length + 2 * MARGIN];
    for (byte hostile : HOSTILE) {
      Arrays.fill(source, hostile);
      System.arraycopy(line, 0, source, MARGIN, line.length);
      assertThat(find(source, MARGIN, MARGIN + line.length))
          .as("amidst %02x: %s", hostile, new String(line, UTF_8))
          .isEqualTo(alone);
    }
    return alone;
  }

  private Finding find(byte[] source, int start, int end) {
    LineContent content = LineContent.scanned(scanner, source, start, end);
    boolean bad = content.verdict() == Verdict.BAD;
    return new Finding(content, scanner.defect(), bad ? scanner.defectAt() - start : -1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(String before, String hex, String behind) {
    HexFormat format = HexFormat.of();
    return format.parseHex(format.formatHex(utf8(before)) + hex + format.formatHex(utf8(behind)));
  }
}
