/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made-up customer events as NDJSON, for trying and for measuring: nested, optional and mixed-type
 * fields, names in several scripts. The same seed gives the same bytes.
 */
public final class SampleData {
  private static final String[] NAMES = {
    "Anna Müller", "José García", "李小龍", "Zoë Ångström", "Иван Петров", "Fatima Al-Sayed",
    "John O'Brien", "Νίκος Παπάς", "佐藤 花子", "Chloé Dubois", "Ólafur Jónsson", "Mary-Jane Smith"
  };
  private static final String[] CITIES = {
    "Zürich",
    "São Paulo",
    "東京",
    "København",
    "Москва",
    "London",
    "Kraków",
    "Αθήνα",
    "Austin",
    "İstanbul"
  };
  private static final String[] EVENTS = {
    "page_view", "add_to_cart", "purchase", "refund", "sign_up", "search"
  };
  private static final String[] WORDS = {
    "delivery", "late", "perfect", "again", "größer", "than", "expected", "colour", "thanks", "👍",
    "fast", "the", "box", "was", "damaged", "très", "bien", "and", "size", "fits"
  };

  private final Random random;
  private final StringBuilder line = new StringBuilder(2048);
  private final long firstInstant;
  private long sequence;

  private SampleData(long seed, LocalDate date) {
    this.random = new Random(seed);
    this.firstInstant = date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /**
   * Writes files and the manifest that names them.
   *
   * @param folder gets {@code manifest.json} and {@code input/events-<date>-<number>.ndjson}
   * @param totalBytes of all files together, about
   * @return the manifest
   */
  public static Path write(Path folder, int files, long totalBytes, long seed, LocalDate date)
      throws IOException {
    Path input = Files.createDirectories(folder.resolve("input"));
    SampleData data = new SampleData(seed, date);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      Path file = input.resolve(String.format("events-%s-%05d.ndjson", date, i));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
        data.fill(out, totalBytes / files, i);
      }
      names.add("\"input/" + file.getFileName() + "\"");
    }
    Path manifest = folder.resolve("manifest.json");
    try (Writer out = Files.newBufferedWriter(manifest)) {
      out.write("{\"fileLocations\":[{\"URIs\":[\n  ");
      out.write(String.join(",\n  ", names));
      out.write("\n]}],\"globalUploadSettings\":{\"format\":\"JSON\"}}\n");
    }
    return manifest;
  }

  private void fill(OutputStream out, long bytes, int file) throws IOException {
    long written = 0;
    while (written < bytes) {
      line.setLength(0);
      event(file);
      byte[] utf8 = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
      out.write(utf8);
      written += utf8.length;
    }
  }

  private void event(int file) {
    long id = sequence++;
    line.append("{\"event_id\":\"");
    hex(16);
    line.append("\",\"sequence\":").append(id);
    text("event_type", pick(EVENTS));
    text("occurred_at", Instant.ofEpochMilli(firstInstant + id * 37 % 86_400_000L).toString());
    customer();
    line.append(",\"amount\":");
    amount();
    text("currency", random.nextInt(4) == 0 ? "CHF" : "EUR");
    line.append(",\"quantity\":").append(random.nextInt(9) + 1);
    line.append(",\"in_stock\":").append(random.nextBoolean());
    line.append(",\"discount\":").append(random.nextInt(3) == 0 ? "0.15" : "null");
    items();
    text("session", "s-" + id / 12 + "-" + file);
    text("user_agent", "Mozilla/5.0 (X11; Linux x86_64; rv:" + (100 + random.nextInt(20)) + ".0)");
    text("ip", random.nextInt(224) + "." + random.nextInt(256) + ".0." + random.nextInt(256));
    text("url", "https://shop.example/p/" + random.nextInt(50_000) + "?ref=" + pick(EVENTS));
    line.append(",\"trace\":\"");
    hex(56);
    line.append("\",\"latency_ms\":").append(random.nextInt(90_000) / 100.0);
    if (random.nextInt(3) == 0) {
      comment();
    }
    if (random.nextInt(20) == 0) {
      text("coupon code", "WELCOME-" + random.nextInt(500));
    }
    if (file % 7 == 3) {
      line.append(",\"experiment\":{\"name\":\"checkout-v2\",\"arm\":\"")
          .append((char) ('A' + random.nextInt(3)))
          .append("\"}");
    }
    line.append('}');
  }

  private void customer() {
    line.append(",\"customer\":{\"id\":").append(100_000 + random.nextInt(40_000));
    text("name", pick(NAMES));
    line.append(",\"address\":{\"city\":\"").append(pick(CITIES)).append("\",\"zip\":\"");
    line.append(10_000 + random.nextInt(90_000)).append("\"},\"vip\":");
    line.append(random.nextInt(10) == 0).append('}');
  }

  /** Mixed types, as careless producers write them. */
  private void amount() {
    int cents = random.nextInt(50_000);
    switch (random.nextInt(10)) {
      case 0:
        line.append('"').append(cents / 100).append(',').append(10 + cents % 90).append('"');
        break;
      case 1:
        line.append(cents / 100);
        break;
      default:
        line.append(cents / 100).append('.').append(10 + cents % 90);
    }
  }

  private void items() {
    line.append(",\"items\":[");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      line.append(i == 0 ? "{\"sku\":\"SKU-" : ", {\"sku\":\"SKU-").append(random.nextInt(9_000));
      line.append("\",\"price\": ").append(random.nextInt(9_900) / 100.0).append('}');
    }
    line.append(']');
  }

  private void comment() {
    line.append(",\"comment\":\"");
    int words = 5 + random.nextInt(25);
    for (int i = 0; i < words; i++) {
      line.append(i == 0 ? "" : i % 9 == 0 ? "\\n" : " ").append(pick(WORDS));
    }
    line.append(" \\\"").append(pick(WORDS)).append("\\\"\"");
  }

  private void text(String key, String value) {
    char last = line.charAt(line.length() - 1);
    line.append(last == '{' ? "\"" : ",\"").append(key).append("\":\"").append(value).append('"');
  }

  private void hex(int bytes) {
    for (int i = 0; i < bytes; i++) {
      int value = random.nextInt(256);
      line.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
    }
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
