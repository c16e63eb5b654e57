/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.storage.Location;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run: its identity, its input, and where its output goes. The same manifest with the same
 * options that shape the output is the same run, wherever and whenever it is started.
 */
public final class Run implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final int ID_DIGITS = 16;

  private final String id;
  private final Instant start;
  private final Duration collectTime;
  private final Location output;
  private final ArrayList<InputFile> files;
  private final ArrayList<String> warnings;
  private final TreeMap<String, String> options;

  /**
   * A run.
   *
   * @param shaping the options that shape the output, by name; they become part of the identity
   * @param options all options, for the report; secrets masked
   */
  public Run(
      Collected collected,
      Location output,
      Instant start,
      Map<String, String> shaping,
      Map<String, String> options) {
    this.id = identity(collected, shaping);
    this.start = start;
    this.collectTime = Duration.between(start, Instant.now());
    this.output = output;
    this.files = new ArrayList<>(collected.files());
    this.warnings = new ArrayList<>(collected.warnings());
    this.options = new TreeMap<>(options);
  }

  /**
   * The manifest's bytes alone would not do: a relative entry names another file in another place.
   */
  private static String identity(Collected collected, Map<String, String> shaping) {
    StringBuilder text = new StringBuilder(collected.manifestDigest());
    for (InputFile file : collected.files()) {
      text.append('\n').append(file.location().uri());
    }
    text.append('\n').append(new TreeMap<>(shaping));
    return digest(text.toString()).substring(0, ID_DIGITS);
  }

  /** Sixteen hexadecimal digits. */
  public String id() {
    return id;
  }

  /** When the program was started: the instant of the run. */
  public Instant start() {
    return start;
  }

  /** The instant of the run as the audit column has it, {@code 2025-12-23 10:15:30.123456}. */
  public String timestamp() {
    return TIMESTAMP.format(start);
  }

  /** How long collecting took. */
  public Duration collectTime() {
    return collectTime;
  }

  /** The output folder that the options name. */
  public Location output() {
    return output;
  }

  /** What the run knows about itself lies here. */
  public Location folder() {
    return output.child("_parquetry/" + id);
  }

  /** The input. */
  public List<InputFile> files() {
    return files;
  }

  /** What collecting has to warn of. */
  public List<String> warnings() {
    return warnings;
  }

  /** All options, secrets masked. */
  public Map<String, String> options() {
    return options;
  }

  /** SHA-256 of a text, in hexadecimal digits. */
  static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of bytes, in hexadecimal digits. */
  static String digest(byte[] content) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte b : MessageDigest.getInstance("SHA-256").digest(content)) {
        hex.append(String.format("%02x", b));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
