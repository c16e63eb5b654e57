/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.metamorphic;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Changes of the input or of the options that must not change rows, columns or bad records. */
enum Transformation {
  SPLIT_AT_LINE_ENDS(false) {
    @Override
    Input apply(Input input, Random random) {
      Map<String, byte[]> pieces = new LinkedHashMap<>();
      input
          .files()
          .values()
          .forEach(
              file -> {
                int from = 0;
                for (int i = 0; i < file.length; i++) {
                  if (i == file.length - 1 || file[i] == '\n' && random.nextInt(40) == 0) {
                    pieces.put(
                        "piece-2025-12-23-" + pieces.size() + ".ndjson",
                        Arrays.copyOfRange(file, from, i + 1));
                    from = i + 1;
                  }
                }
              });
      return input.with(pieces);
    }
  },
  JOIN_FILES(false) {
    @Override
    Input apply(Input input, Random random) {
      Map<String, byte[]> joined = new LinkedHashMap<>();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      for (byte[] text : input.files().values()) {
        file.writeBytes(text);
        if (text.length > 0 && text[text.length - 1] != '\n') {
          file.write('\n');
        }
        if (random.nextInt(3) == 0) {
          joined.put("joined-2025-12-23-" + joined.size() + ".ndjson", file.toByteArray());
          file.reset();
        }
      }
      joined.put("joined-2025-12-23-last.ndjson", file.toByteArray());
      return input.with(joined);
    }
  },
  PERMUTE_THE_MANIFEST(true) {
    @Override
    Input apply(Input input, Random random) {
      List<String> names = new ArrayList<>(input.files().keySet());
      Collections.shuffle(names, random);
      Map<String, byte[]> permuted = new LinkedHashMap<>();
      names.forEach(name -> permuted.put(name, input.files().get(name)));
      return input.with(permuted);
    }
  },
  COMPRESS_FILES(true) {
    @Override
    Input apply(Input input, Random random) throws IOException {
      List<String> endings = new ArrayList<>(List.of("", ".gz", ".bz2", ".zst", ".xz"));
      Collections.shuffle(endings, random);
      Map<String, byte[]> compressed = new LinkedHashMap<>();
      for (Map.Entry<String, byte[]> file : input.files().entrySet()) {
        String ending = endings.get(compressed.size() % endings.size());
        byte[] text = file.getValue();
        int cut = random.nextInt(text.length + 1);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        // Two members or streams, cut anywhere, even within a line or a character.
        members.writeBytes(compressed(Arrays.copyOfRange(text, 0, cut), ending));
        members.writeBytes(compressed(Arrays.copyOfRange(text, cut, text.length), ending));
        compressed.put(file.getKey() + ending, members.toByteArray());
      }
      return input.with(compressed);
    }
  },
  OTHER_PARALLELISM(true) {
    @Override
    Input apply(Input input, Random random) {
      return input.with("--parallelism=" + (1 + random.nextInt(5)));
    }
  },
  SMALL_PART_FILES(true) {
    @Override
    Input apply(Input input, Random random) {
      return input.with("--target-file-size=64KB");
    }
  },
  ADD_BLANK_LINES(true) {
    @Override
    Input apply(Input input, Random random) {
      return eachLine(
          input,
          () -> random.nextInt(5) == 0 ? List.of("\n", " \t\r\n").get(random.nextInt(2)) : "");
    }
  },
  LINE_FEED_TO_CRLF(true) {
    @Override
    Input apply(Input input, Random random) {
      Map<String, byte[]> changed = new LinkedHashMap<>();
      input
          .files()
          .forEach(
              (name, file) -> changed.put(name, bytes(latin(file).replaceAll("\r*\n", "\r\n"))));
      return input.with(changed);
    }
  };

  /** What stands behind a line. */
  private interface Addition {
    String next();
  }

  private final boolean keepsFiles;

  Transformation(boolean keepsFiles) {
    this.keepsFiles = keepsFiles;
  }

  /** Whether each row still comes from the file that it came from. */
  boolean keepsFiles() {
    return keepsFiles;
  }

  abstract Input apply(Input input, Random random) throws IOException;

  private static Input eachLine(Input input, Addition addition) {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    input
        .files()
        .forEach(
            (name, file) -> {
              StringBuilder text = new StringBuilder();
              for (char c : latin(file).toCharArray()) {
                text.append(c).append(c == '\n' ? addition.next() : "");
              }
              changed.put(name, bytes(text.toString()));
            });
    return input.with(changed);
  }

  /** Every byte as one character, also where the bytes are no UTF-8. */
  private static String latin(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] compressed(byte[] text, String ending) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressing(bytes, ending)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private static OutputStream compressing(OutputStream out, String ending) throws IOException {
    switch (ending) {
      case ".gz":
        return new GZIPOutputStream(out);
      case ".bz2":
        return new BZip2CompressorOutputStream(out, 1);
      case ".zst":
        return new ZstdOutputStream(out);
      case ".xz":
        return new XZOutputStream(out, new LZMA2Options(1));
      default:
        return out;
    }
  }
}
