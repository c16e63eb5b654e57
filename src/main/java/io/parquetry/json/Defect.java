/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.json;

/** Why a line is a bad record; the closed list of causes in quarantine and report. */
public enum Defect {
  UNEXPECTED_END("the line ends inside the object"),
  KEY_EXPECTED("a key in double quotes is expected"),
  COLON_EXPECTED("a colon is expected after the key"),
  COMMA_EXPECTED("a comma or the closing bracket is expected"),
  VALUE_EXPECTED("a value is expected"),
  BAD_NUMBER("a number is malformed"),
  BAD_ESCAPE("an escape in a string is malformed"),
  CONTROL_CHARACTER("a control character in a string is not escaped"),
  LONE_SURROGATE("a surrogate escape has no partner"),
  INVALID_UTF8("the bytes are not UTF-8"),
  NOT_AN_OBJECT("the value is not an object"),
  TRAILING_CONTENT("something follows the object"),
  TOO_DEEP("nesting is deeper than --max-depth"),
  TOO_LONG("the line is longer than --max-line-size");

  private final String sentence;

  Defect(String sentence) {
    this.sentence = sentence;
  }

  /** The cause in words, for quarantine, report and messages. */
  public String sentence() {
    return sentence;
  }
}
