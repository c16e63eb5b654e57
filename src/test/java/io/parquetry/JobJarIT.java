/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The shaded job jar as it is shipped. */
class JobJarIT {
  private static final Path JAR = Path.of(System.getProperty("parquetry.jar"));
  private static final int JAVA_11 = 55;

  @Test
  void itStaysUnderThirtyMegabytes() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(30_000_000L);
  }

  @Test
  void itsClassesRunOnJava11() throws IOException {
    assertThat(classes(name -> true)).isNotEmpty();
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      for (String name : classes(name -> true)) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
          in.readInt();
          in.readUnsignedShort();
          assertThat(in.readUnsignedShort()).as(name).isLessThanOrEqualTo(JAVA_11);
        }
      }
    }
  }

  @Test
  void itHoldsNoFlinkAndNothingThatClashesWithAPlugin() throws IOException {
    assertThat(
            classes(
                name ->
                    name.startsWith("org/apache/flink/")
                        || name.startsWith("org/apache/hadoop/")
                        || name.startsWith("org/apache/parquet/")
                        || name.startsWith("org/apache/avro/")
                        || name.startsWith("org/apache/commons/")
                        || name.startsWith("org/apache/logging/")
                        || name.startsWith("org/slf4j/")
                        || name.startsWith("com/fasterxml/")
                        || name.startsWith("com/amazonaws/")))
        .isEmpty();
  }

  @Test
  void noClassIsInItTwice() throws IOException {
    assertThat(classes(name -> true)).doesNotHaveDuplicates();
  }

  @Test
  void licencesAndTheRevisionAreKept() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/MANIFEST.MF"))) {
        assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
            .containsPattern("Git-Revision: [0-9a-f]{12}")
            .contains("Main-Class: io.parquetry.Main");
      }
    }
  }

  private static List<String> classes(Predicate<String> wanted) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      Enumeration<? extends ZipEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        if (name.endsWith(".class") && wanted.test(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
