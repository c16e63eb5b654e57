/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.storage.Location;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One attempt at a run: identity, input, and where the output goes. The same manifest with the same
 * {@code --date} is the same run, wherever and whenever it is started. Other options do not make
 * another run, or the same lines would stand twice in one folder.
 */
public final class Run implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final int ID_DIGITS = 16;
  private static final int ATTEMPT_DIGITS = 8;

  /** What the runs know about themselves lies in this folder of the output. */
  public static final String FOLDER = "_parquetry";

  private final String id;
  private final int generation;
  private final String attempt;
  private final Instant start;
  private final Duration collectTime;
  private final Location manifest;
  private final Location output;
  private final ArrayList<InputFile> files;
  private final ArrayList<String> warnings;
  private final TreeMap<String, String> options;

  private Run(
      String id,
      int generation,
      Collected collected,
      Location output,
      Instant start,
      Map<String, String> options) {
    this.id = id;
    this.generation = generation;
    this.attempt = generation + "-" + UUID.randomUUID().toString().substring(0, ATTEMPT_DIGITS);
    this.start = start;
    this.collectTime = Duration.between(start, Instant.now());
    this.manifest = collected.manifest();
    this.output = output;
    this.files = new ArrayList<>(collected.files());
    this.warnings = new ArrayList<>(collected.warnings());
    this.options = new TreeMap<>(options);
  }

  /**
   * A new attempt at a run; its generation follows the one that has been published.
   *
   * @param options all options, for the report; secrets masked
   */
  public static Run attempt(
      Collected collected, Location output, Instant start, Map<String, String> options)
      throws IOException {
    String id = collected.runId();
    int published =
        PublishRecord.latest(folder(output, id)).map(PublishRecord::generation).orElse(0);
    return new Run(id, published + 1, collected, output, start, options);
  }

  /** Sixteen hexadecimal digits. */
  public String id() {
    return id;
  }

  /** One more than that of the record that was published when this attempt began; from 1. */
  public int generation() {
    return generation;
  }

  /** Generation and eight hexadecimal digits, such as {@code 1-5f3a09bc}; no two are the same. */
  public String attempt() {
    return attempt;
  }

  /** The manifest. */
  public Location manifest() {
    return manifest;
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
    return folder(output, id);
  }

  /**
   * The id of a run.
   *
   * @param identity what the manifest is known by
   * @param date the date that the options give to all files, or null
   */
  static String id(String identity, LocalDate date) {
    return digest(identity + "\n" + date).substring(0, ID_DIGITS);
  }

  /** What a run knows about itself lies here. */
  public static Location folder(Location output, String id) {
    return output.child(FOLDER + "/" + id);
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
  public static String digest(byte[] content) {
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
