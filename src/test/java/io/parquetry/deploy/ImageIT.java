/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;

/** What the Dockerfile would put into the image, held against what the files below k8s/ expect. */
class ImageIT {
  private static final Path DOCKERFILE = Path.of("k8s/Dockerfile");
  private static final String S3_KEY = "(s3|fs\\.s3a)\\..*";
  private static final Path PLUGIN =
      Path.of(System.getProperty("parquetry.distribution"), "plugins/s3-fs-hadoop");

  @Test
  void whatIsCopiedIsThereAfterABuildAndIsSentToDocker() throws IOException {
    List<String> sent = Files.readAllLines(Path.of("k8s/Dockerfile.dockerignore"));
    assertThat(sent.get(0)).isEqualTo("*");
    assertThat(copies()).hasSize(3);
    for (String source : copies().values()) {
      assertThat(Path.of(source)).exists();
      assertThat(sent.stream().skip(1)).anyMatch(line -> source.startsWith(line.substring(1)));
    }
  }

  @Test
  void theImageIsFlinksOwnOfThisVersionOnJava11AsTheFlinkUser() throws IOException {
    String version = EnvironmentInformation.getVersion();
    assertThat(Files.readAllLines(DOCKERFILE))
        .contains("FROM flink:" + version.substring(0, version.lastIndexOf('.')) + "-java11")
        .endsWith("USER 9999:9999");
  }

  @Test
  void pathsInTheFilesArePathsInTheImage() throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (String name : List.of("application", "cron", "events")) {
      documents.addAll(Yaml.read(Path.of("k8s/cases", name, name + ".yaml")));
    }
    List<String> paths = new ArrayList<>();
    for (JsonNode document : documents) {
      document
          .findValuesAsText("jarURI")
          .forEach(jar -> paths.add(jar.substring("local://".length())));
      document.findValues("command").forEach(command -> paths.add(command.get(0).asText()));
    }
    assertThat(paths).hasSize(3);
    for (String path : paths) {
      assertThat(inProject(path)).as(path).isRegularFile();
    }
    assertThat(inProject("/opt/parquetry/bin/parquetry")).isExecutable();
    try (ZipFile jar = new ZipFile(inProject("/opt/flink/usrlib/parquetry.jar").toFile())) {
      for (JsonNode document : documents) {
        for (String main : document.findValuesAsText("entryClass")) {
          assertThat(jar.getEntry(main.replace('.', '/') + ".class")).as(main).isNotNull();
        }
      }
    }
  }

  @Test
  void thePluginLiesAloneInAFolderBelowFlinksPlugins() throws IOException {
    Path plugin = inProject("/opt/flink/plugins/s3-fs-hadoop");
    try (Stream<Path> files = Files.list(plugin)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("flink-s3-fs-hadoop-" + EnvironmentInformation.getVersion() + ".jar");
    }
  }

  /** The S3 client ignores a key that it does not know, and fails late over a class. */
  @Test
  void theS3ClientsKeysAndCredentialsProviderExistInThePlugin() throws Exception {
    Set<String> keys = new TreeSet<>();
    Set<String> providers = new TreeSet<>();
    for (String name : List.of("application", "session", "cron", "events")) {
      for (JsonNode document : Yaml.read(Path.of("k8s/cases", name, name + ".yaml"))) {
        settings(document)
            .forEach(
                (key, value) -> {
                  keys.add(key.replaceFirst("^s3\\.", "fs.s3a."));
                  if (key.endsWith("credentials.provider")) {
                    providers.add(value);
                  }
                });
      }
    }
    assertThat(providers).hasSize(1);
    // Flink's own key, and no key of its client.
    assertThat(keys.remove("fs.s3a.upload.min.part.size")).isTrue();
    assertThat(keys).hasSize(5);
    try (URLClassLoader plugin = new URLClassLoader(jars(), null)) {
      assertThat(constants(plugin.loadClass("org.apache.hadoop.fs.s3a.Constants")))
          .containsAll(keys);
      assertThat(plugin.loadClass(providers.iterator().next()).getMethod("create")).isNotNull();
      // It asks STS, by reflection.
      assertThat(
              plugin.loadClass(
                  "com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider"))
          .isNotNull();
    }
  }

  /** Settings of the S3 client: in Flink's configuration, or as arguments. */
  private static Map<String, String> settings(JsonNode document) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (JsonNode configuration : document.findValues("flinkConfiguration")) {
      configuration
          .fields()
          .forEachRemaining(
              entry -> {
                if (entry.getKey().matches(S3_KEY)) {
                  settings.put(entry.getKey(), entry.getValue().asText());
                }
              });
    }
    for (JsonNode arguments : document.findValues("args")) {
      StreamSupport.stream(arguments.spliterator(), false)
          .map(JsonNode::asText)
          .filter(argument -> argument.startsWith("-D"))
          .map(argument -> argument.substring(2).split("=", 2))
          .filter(pair -> pair[0].matches(S3_KEY))
          .forEach(pair -> settings.put(pair[0], pair[1]));
    }
    return settings;
  }

  private static Set<String> constants(Class<?> of) throws IllegalAccessException {
    Set<String> constants = new TreeSet<>();
    for (Field field : of.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        constants.add((String) field.get(null));
      }
    }
    return constants;
  }

  private static URL[] jars() throws IOException {
    try (Stream<Path> files = Files.list(PLUGIN)) {
      List<URL> jars = new ArrayList<>();
      for (Path file : files.collect(Collectors.toList())) {
        jars.add(file.toUri().toURL());
      }
      return jars.toArray(new URL[0]);
    }
  }

  /** What lies at a path of the image, before it is copied there. */
  private static Path inProject(String path) throws IOException {
    for (Map.Entry<String, String> copy : copies().entrySet()) {
      if (path.equals(copy.getKey())) {
        return Path.of(copy.getValue());
      }
      if (path.startsWith(copy.getKey() + "/")) {
        return Path.of(copy.getValue(), path.substring(copy.getKey().length()));
      }
    }
    throw new AssertionError("nothing is copied to " + path);
  }

  /** Places in the image → places in the project. */
  private static Map<String, String> copies() throws IOException {
    return Files.readAllLines(DOCKERFILE).stream()
        .filter(line -> line.startsWith("COPY --chmod=755 "))
        .map(line -> line.split(" "))
        .collect(Collectors.toMap(words -> words[3], words -> words[2]));
  }
}
