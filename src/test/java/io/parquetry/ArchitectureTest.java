/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.flink.api.common.functions.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports point one way: a stage knows only what stands before it. No exceptions are listed. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.parquetry");

  @Test
  void eachStageKnowsOnlyWhatStandsBeforeIt() {

    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("failure")
        .definedBy("io.parquetry.failure..")
        .layer("config")
        .definedBy("io.parquetry.config..")
        .layer("json")
        .definedBy("io.parquetry.json..")
        .layer("spark")
        .definedBy("io.parquetry.spark..")
        .layer("storage")
        .definedBy("io.parquetry.storage..")
        .layer("flink")
        .definedBy("io.parquetry.flink..")
        .layer("rpc")
        .definedBy("io.parquetry.rpc..")
        .layer("sample")
        .definedBy("io.parquetry.sample..")
        .layer("collect")
        .definedBy("io.parquetry.pipeline.collect..")
        .layer("discover")
        .definedBy("io.parquetry.pipeline.discover..")
        .layer("plan")
        .definedBy("io.parquetry.pipeline.plan..")
        .layer("stringify")
        .definedBy("io.parquetry.pipeline.stringify..")
        .layer("write")
        .definedBy("io.parquetry.pipeline.write..")
        .layer("publish")
        .definedBy("io.parquetry.publish..")
        .layer("compare")
        .definedBy("io.parquetry.compare..")
        .layer("pipeline")
        .definedBy("io.parquetry.pipeline")
        .layer("cli")
        .definedBy("io.parquetry.cli..")
        .layer("main")
        .definedBy("io.parquetry")
        .whereLayer("failure")
        .mayNotAccessAnyLayer()
        .whereLayer("json")
        .mayNotAccessAnyLayer()
        .whereLayer("sample")
        .mayNotAccessAnyLayer()
        .whereLayer("rpc")
        .mayNotAccessAnyLayer()
        .whereLayer("config")
        .mayOnlyAccessLayers("failure")
        .whereLayer("spark")
        .mayOnlyAccessLayers("json")
        .whereLayer("storage")
        .mayOnlyAccessLayers("failure")
        .whereLayer("flink")
        .mayOnlyAccessLayers("failure", "storage")
        .whereLayer("collect")
        .mayOnlyAccessLayers("failure", "config", "storage")
        .whereLayer("discover")
        .mayOnlyAccessLayers("failure", "config", "json", "spark", "storage", "flink", "collect")
        .whereLayer("plan")
        .mayOnlyAccessLayers(
            "failure", "config", "json", "spark", "storage", "flink", "collect", "discover")
        .whereLayer("stringify")
        .mayOnlyAccessLayers(
            "failure", "json", "spark", "storage", "flink", "collect", "discover", "plan")
        .whereLayer("write")
        .mayOnlyAccessLayers(
            "failure",
            "config",
            "json",
            "storage",
            "flink",
            "collect",
            "discover",
            "plan",
            "stringify")
        .whereLayer("publish")
        .mayOnlyAccessLayers("failure", "config", "storage", "flink", "collect", "plan", "write")
        .whereLayer("compare")
        .mayOnlyAccessLayers("failure", "config", "storage", "flink", "collect", "write", "publish")
        .whereLayer("pipeline")
        .mayOnlyAccessLayers(
            "config",
            "storage",
            "flink",
            "collect",
            "discover",
            "plan",
            "stringify",
            "write",
            "publish")
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .check(MAIN);
  }

  @Test
  void theScannerKnowsNoFlinkAndNoParquet() {

    noClasses()
        .that()
        .resideInAnyPackage(
            "io.parquetry.json..", "io.parquetry.failure..", "io.parquetry.sample..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "com.fasterxml..")
        .check(MAIN);
  }

  @Test
  void parquetAndAvroAreKnownWhereFilesAreWrittenAndCompared() {

    noClasses()
        .that()
        .resideOutsideOfPackages("io.parquetry.pipeline.write..", "io.parquetry.compare..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.parquet..", "org.apache.avro..", "org.apache.hadoop..")
        .check(MAIN);
  }

  @Test
  void fileSystemsAreReachedThroughStorage() {

    noClasses()
        .that()
        .resideOutsideOfPackages("io.parquetry.storage..", "io.parquetry.cli..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.flink.core.fs.FileSystem")
        .check(MAIN);
  }

  @Test
  void noClassIsCalledAfterNothing() {

    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common|Base)")
        .check(MAIN);
  }

  @Test
  void whatFlinkShipsCanBeShipped() {

    classes()
        .that(resideInAnyPackage("io.parquetry.."))
        .and()
        .implement(Function.class)
        .should()
        .implement(Serializable.class)
        .check(MAIN);
  }

  /**
   * They are made in a thread of their own while the logging starts; a logger that is asked for
   * then makes SLF4J complain on standard error.
   */
  @Test
  void commandsAndTheirOptionsHaveNoLoggers() {
    noFields()
        .that()
        .haveRawType(Logger.class)
        .should()
        .beDeclaredInClassesThat(
            describe(
                "make up the command line",
                type ->
                    type.isAnnotatedWith(Command.class)
                        || type.getAllFields().stream()
                            .anyMatch(
                                field ->
                                    field.isAnnotatedWith(Option.class)
                                        || field.isAnnotatedWith(Parameters.class)
                                        || field.isAnnotatedWith(Mixin.class))))
        .check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scripts/parquetry", "scripts/bench.d/contenders/bare-loop"})
  void methodsThatScriptsNameAreThere(String script) throws IOException {
    // The JVM says nothing of a name that is not there.
    assertThat(
            Pattern.compile("([\\w.]+\\.[A-Z]\\w+)::(\\w+)")
                .matcher(Files.readString(Path.of(script)))
                .results())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            named ->
                assertThat(classOf(named.group(1)).getDeclaredMethods())
                    .extracting(Method::getName)
                    .contains(named.group(2)));
  }

  /** A class by its name, or by the one that it has in the job jar without the first part. */
  private static Class<?> classOf(String name) throws ClassNotFoundException {
    if (name.startsWith("io.parquetry.") || name.startsWith("org.")) {
      return Class.forName(name);
    }
    String shaded = "shaded.parquet.";
    return Class.forName(
        name.startsWith(shaded)
            ? "org.apache.parquet." + name.substring(shaded.length())
            : "io.parquetry." + name);
  }
}
