/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.parquetry.cluster.SessionCluster.Answer;
import io.parquetry.cluster.SessionCluster.Ended;
import io.parquetry.oracle.Conversion;
import io.parquetry.oracle.PublishedRows;
import io.parquetry.s3.S3Convert;
import io.parquetry.s3.S3Server;
import io.parquetry.s3.S3Upload;
import io.parquetry.sample.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a session cluster of real processes, with the arguments of the embedded run. */
class SessionClusterIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate DAY = LocalDate.of(2025, 12, 23);
  private static final Pattern JOB = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final String PARTS = "--target-file-size=256KB";

  @TempDir static Path clusterFolder;

  private static SessionCluster cluster;
  private static String jar;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    cluster = SessionCluster.start(clusterFolder, S3Server.options(S3Server.shared().port()));
    jar = cluster.upload();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.stop();
  }

  @Test
  void attachedItEndsAsTheEmbeddedRunDoes() throws Exception {
    Path manifest = sample(2 << 20);

    Ended ended = run(manifest, PARTS);

    assertThat(ended.exitCode()).as(ended.text()).isZero();
    mustBePublished(manifest);
    Conversion embedded = Conversion.succeeding(manifest, folder.resolve("embedded"), PARTS);
    assertThat(report("files")).isEqualTo(embedded.report().get("files").toString());
    assertThat(report("columns")).isEqualTo(embedded.report().get("columns").toString());
    assertThat(report("fingerprint")).isEqualTo(embedded.report().get("fingerprint").toString());
  }

  @Test
  void detachedTheJobPublishesWithoutItsClient() throws Exception {
    Path manifest = sample(1 << 20);

    Ended ended = cluster.flink(arguments(List.of("run", "-d"), manifest));

    assertThat(ended.exitCode()).as(ended.text()).isZero();
    Matcher job = JOB.matcher(ended.text());
    assertThat(job.find()).as(ended.text()).isTrue();
    assertThat(cluster.end(job.group(1))).isEqualTo("FINISHED");
    mustBePublished(manifest);
  }

  @Test
  void byRestOneJobIsStartedAlsoWhereNothingIsToBeDone() throws Exception {
    Path manifest = sample(1 << 20);
    String[] arguments = {"convert", "--manifest=" + manifest, "--output=" + output()};

    Answer first = cluster.run(jar, arguments);
    assertThat(cluster.end(job(first))).isEqualTo("FINISHED");
    mustBePublished(manifest);
    List<Path> published = PublishedRows.published(output());

    Answer again = cluster.run(jar, arguments);
    assertThat(cluster.end(job(again))).isEqualTo("FINISHED");
    assertThat(PublishedRows.published(output())).isEqualTo(published);
    mustBePublished(manifest);
  }

  @Test
  void byRestAFailureIsToldInTheAnswer() throws Exception {
    Answer answer =
        cluster.run(jar, "convert", "--manifest=" + folder + "/none.json", "--output=" + output());

    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body().toString())
        .contains(
            "error (MANIFEST, exit code 3): ["
                + folder
                + "/none.json] the manifest does not exist");
  }

  @Test
  void fromAndToS3ThroughThePluginOfTheCluster() throws Exception {
    Path manifest = sample(1 << 20);
    Path bucket = S3Server.shared().newBucket("cluster");
    S3Upload upload = S3Upload.to(S3Server.shared().port());
    for (int i = 0; i < 3; i++) {
      String name = "input/events-2025-12-23-0000" + i + ".ndjson";
      upload.put(S3Convert.uri(bucket, name), Files.readAllBytes(folder.resolve("in/" + name)));
    }
    String there = S3Convert.uri(bucket, "manifest.json");
    upload.put(there, Files.readAllBytes(manifest));

    Ended ended =
        cluster.flink(
            "run",
            SessionCluster.JAR.toString(),
            "convert",
            "--manifest",
            there,
            "--output",
            S3Convert.uri(bucket, "out"));

    assertThat(ended.exitCode()).as(ended.text()).isZero();
    S3Convert result = new S3Convert(bucket, "out");
    assertThat(result.files("_SUCCESS")).hasSize(1);
    Conversion embedded = Conversion.succeeding(manifest, folder.resolve("embedded"));
    assertThat(withoutInstant(S3Convert.rows(result.parts())))
        .containsExactlyInAnyOrderElementsOf(embedded.rows());
  }

  @Test
  void aCancelledJobPublishesNothingAndTheNextIsWhole() throws Exception {
    Path manifest = sample(60 << 20);
    Answer started =
        cluster.run(jar, "convert", "--manifest=" + manifest, "--output=" + output(), PARTS);
    assertThat(cluster.await(job(started), Set.of("RUNNING"))).isEqualTo("RUNNING");

    cluster.cancel(job(started));

    assertThat(cluster.end(job(started))).isEqualTo("CANCELED");
    assertThat(marker()).doesNotExist();
    Ended again = run(manifest);
    assertThat(again.exitCode()).as(again.text()).isZero();
    mustBePublished(manifest);
  }

  @Test
  void aDryRunIsAJobThatWritesNothing() throws Exception {
    Path manifest = sample(1 << 20);
    int before = cluster.jobs().size();

    Ended ended = run(manifest, "--dry-run");

    assertThat(ended.exitCode()).as(ended.text()).isZero();
    assertThat(cluster.jobs()).hasSize(before + 1);
    assertThat(output()).doesNotExist();
  }

  @Test
  void aComparisonPrintsItsResultWhereItWasStartedAndRefusesWhereNobodyWaits() throws Exception {
    Path types = Path.of("src/test/resources/spark-types").toAbsolutePath();
    String[] compare = {
      "run",
      SessionCluster.JAR.toString(),
      "compare",
      "--left=" + types.resolve("typed"),
      "--right=" + types.resolve("text"),
      "--key=id",
      "--ignore=dec38"
    };
    Ended equal = cluster.flink(compare);
    assertThat(equal.exitCode()).as(equal.text()).isZero();
    assertThat(equal.text().lines()).contains("equal").anyMatch(l -> l.startsWith("rows: 8 equal"));

    compare[compare.length - 1] = "--ignore=d";
    Ended different = cluster.flink(compare);
    assertThat(different.exitCode()).isEqualTo(1);
    assertThat(different.text().lines())
        .contains("different", "column dec38 differs in 1 row(s)")
        .anyMatch(line -> line.contains("the outputs differ; what was printed tells how"));

    Answer answer = cluster.run(jar, "compare", compare[3], compare[4]);
    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body().toString()).contains("USAGE", "nobody does here");
  }

  private Ended run(Path manifest, String... options) throws Exception {
    return cluster.flink(arguments(List.of("run"), manifest, options));
  }

  private String[] arguments(List<String> verb, Path manifest, String... options) {
    List<String> arguments = new ArrayList<>(verb);
    arguments.add(SessionCluster.JAR.toString());
    arguments.add("convert");
    arguments.add("--manifest=" + manifest);
    arguments.add("--output=" + output());
    arguments.addAll(List.of(options));
    return arguments.toArray(new String[0]);
  }

  private static String job(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().get("jobid").asText();
  }

  private Path sample(long bytes) throws IOException {
    return SampleData.write(folder.resolve("in"), 3, bytes, 5, DAY);
  }

  private void mustBePublished(Path manifest) throws Exception {
    PublishedRows accepted = new PublishedRows(manifest);
    assertThat(accepted.accepted()).isPositive();
    assertThat(accepted.difference(PublishedRows.published(output())).none()).isTrue();
    assertThat(accepted.difference(PublishedRows.visible(output())).none()).isTrue();
    assertThat(marker()).exists();
  }

  private String report(String member) throws IOException {
    return JSON.readTree(Files.readAllBytes(onlyRun().resolve("report.json")))
        .get(member)
        .toString();
  }

  private Path onlyRun() throws IOException {
    try (var runs = Files.list(output().resolve("_parquetry"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private static List<Map<String, String>> withoutInstant(List<Map<String, String>> rows) {
    rows.forEach(row -> row.remove("_processing_timestamp"));
    return rows;
  }

  private Path output() {
    return folder.resolve("out");
  }

  private Path marker() {
    return output().resolve("merged-parquet-2025-12-23/_SUCCESS");
  }
}
