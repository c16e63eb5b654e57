/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.pipeline.collect.PublishRecord;
import io.parquetry.pipeline.collect.Run;
import io.parquetry.reliability.TrappedFiles.Action;
import io.parquetry.reliability.TrappedFiles.Trap;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is stopped in each of its stages, scraped there as Prometheus does it; and what its
 * metrics and log lines say at the end.
 */
@Timeout(180)
class MetricsIT {
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final String OURS = OPERATOR + "parquetry_";
  private static final Set<String> OF_FLINK =
      Set.of(
          OPERATOR + "numRecordsIn", OPERATOR + "numRecordsOut", OPERATOR + "numRecordsInErrors");
  private static final Pattern SAMPLE = Pattern.compile("([a-z]\\w+)\\{.*\\} (\\S+)");
  private static final Pattern NAME = Pattern.compile("flink_\\w+");
  private static final String FETCHERS = "org.apache.flink.connector.base";

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> seen = new TreeSet<>();
  private final InMemoryReporter ends = InMemoryReporter.createWithRetainedMetrics();
  private final Lines lines = new Lines();

  private int port;
  private TrappedJobs jobs;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Configuration reporters = new Configuration();
    reporters.setString(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    reporters.setString("metrics.reporter.prom.port", Integer.toString(port));
    jobs = new TrappedJobs(folder, ends.addToConfiguration(reporters));
    lines.attach();
  }

  @AfterEach
  void stop() throws Exception {
    lines.detach();
    jobs.stop();
  }

  @Test
  void eachStageTellsWhatItDoesAndTheNumbersOfTheEndAreThoseOfTheReport() throws Exception {
    Path manifest = jobs.input();
    Run run = jobs.run(manifest);
    long bytes = run.files().stream().mapToLong(InputFile::length).sum();
    TrappedFiles.install();

    Trap discovering = TrappedFiles.set(Action.OPEN, ".ndjson", 2 * TrappedJobs.FILES);
    JobID job = jobs.submit(run, true, 1);
    assertThat(discovering.sprung()).isTrue();
    Map<String, Double> scraped = scrape(OURS + "discover_filesDone", done -> done >= 5);
    assertThat(scraped).containsEntry(OURS + "discover_filesTotal", 6.0);
    assertThat(scraped.get(OURS + "discover_bytesRead")).isBetween(bytes * 0.8, bytes - 1.0);
    assertThat(scraped.get(OPERATOR + "numRecordsInErrors")).isBetween(5.0, 6.0);

    final Trap planned = next(discovering, Action.CREATE, "plan-", 1);
    double parts = scrape(OURS + "plan_parts", count -> count > 0).get(OURS + "plan_parts");
    assertThat(parts).isGreaterThan(4);

    final Trap writing = next(planned, Action.WRITE_PART, "/part-", (int) parts);
    scraped = scrape(OURS + "write_rowsWritten", rows -> rows > 0);
    double rows = scraped.get(OURS + "write_rowsWritten");
    assertThat(rows).isBetween(TrappedJobs.ROWS / 2.0, TrappedJobs.ROWS - 1.0);
    assertThat(scraped.get(OURS + "stringify_bytesRead")).isBetween(bytes / 2.0, bytes - 1.0);
    assertThat(scraped.get(OURS + "stringify_filesDone")).isBetween(3.0, 5.0);
    assertThat(scraped.get(OURS + "stringify_rowsQuarantined")).isBetween(3.0, 6.0);
    assertThat(scraped).containsEntry(OURS + "stringify_filesTotal", 6.0);

    final Trap committing = next(writing, Action.COMMIT, "", 3);
    assertThat(scrape(OURS + "write_commitTime", time -> time > 0))
        .containsEntry(OURS + "write_partsCommitted", 2.0);

    final Trap publishing = next(committing, Action.OPEN, "/part-", 1);
    assertThat(scrape(OURS + "publish_parts", count -> count > 0))
        .containsEntry(OURS + "publish_parts", parts);

    publishing.open();
    assertThat(jobs.end(job).isSuccess()).isTrue();
    assertEnds(PublishRecord.latest(run.folder()).orElseThrow().report(), bytes);
    assertNamesAreThoseOf(Path.of("k8s/dashboard.json"));
    assertNamesAreThoseOf(Path.of("src/docs/metrics.md"));
    assertEachLineNames(run, job);
  }

  /** With two tasks, and a job of a second: what counts at the end does not need to be scraped. */
  @Test
  void theNumbersOfTheEndAreRightForSeveralTasksToo() throws Exception {
    Run run = jobs.run(jobs.input());
    assertThat(jobs.end(jobs.submit(run, true, 2)).isSuccess()).isTrue();
    assertEnds(
        PublishRecord.latest(run.folder()).orElseThrow().report(),
        run.files().stream().mapToLong(InputFile::length).sum());
  }

  private static Trap next(Trap before, Action action, String name, int count)
      throws InterruptedException {
    Trap trap = TrappedFiles.set(action, name, count);
    before.open();
    assertThat(trap.sprung()).as("%s %s", action, name).isTrue();
    return trap;
  }

  /** Scrapes until a metric has the value; gives all, summed over tasks and operators. */
  private Map<String, Double> scrape(String awaited, Predicate<Double> value) throws Exception {
    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    long deadline = System.nanoTime() + 60_000_000_000L;
    Map<String, Double> sums = new TreeMap<>();
    do {
      assertThat(System.nanoTime()).as("%s in %s", awaited, sums).isLessThan(deadline);
      sums.clear();
      http.send(metrics, HttpResponse.BodyHandlers.ofLines())
          .body()
          .map(SAMPLE::matcher)
          .filter(Matcher::matches)
          .filter(sample -> sample.group(1).startsWith(OPERATOR))
          .forEach(s -> sums.merge(s.group(1), Double.valueOf(s.group(2)), Double::sum));
      seen.addAll(sums.keySet());
    } while (!sums.containsKey(awaited) || !value.test(sums.get(awaited)));
    return sums;
  }

  /** What the metrics said when their tasks ended. */
  private void assertEnds(JsonNode report, long bytes) {
    Map<String, Long> sums = new TreeMap<>();
    ends.getMetricsByGroup()
        .forEach(
            (group, metrics) -> {
              List<String> scope = Arrays.asList(group.getScopeComponents());
              int at = scope.indexOf("parquetry");
              String stage = at < 0 ? "" : scope.get(at + 1) + "_";
              // Some of Flink's own cannot be read while the cluster goes on.
              metrics.forEach(
                  (name, metric) -> {
                    if (at >= 0 || name.equals("numRecordsInErrors")) {
                      sums.merge(stage + name, value(metric), Long::sum);
                    }
                  });
            });
    JsonNode totals = report.get("totals");
    long files = totals.get("files").asLong();
    long parts = report.get("output_files").size();
    long bad = totals.get("bad").asLong();
    assertThat(bad).isEqualTo(TrappedJobs.FILES);
    assertThat(sums)
        .containsEntry("discover_filesTotal", files)
        .containsEntry("discover_filesDone", files)
        .containsEntry("discover_bytesRead", bytes)
        .containsEntry("numRecordsInErrors", bad)
        .containsEntry("plan_parts", parts)
        .containsEntry("stringify_filesTotal", files)
        .containsEntry("stringify_filesDone", files)
        .containsEntry("stringify_bytesRead", bytes)
        .containsEntry("stringify_rowsQuarantined", bad)
        .containsEntry("write_rowsWritten", totals.get("rows").asLong())
        .containsEntry("write_partsCommitted", parts)
        .containsEntry("publish_parts", parts);
  }

  private static long value(Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
        ? number.longValue()
        : 0;
  }

  /** Each of ours, Flink's own three of records, and no other. */
  private void assertNamesAreThoseOf(Path file) throws IOException {
    Set<String> expected =
        seen.stream().filter(name -> name.startsWith(OURS)).collect(Collectors.toSet());
    assertThat(seen).containsAll(OF_FLINK);
    expected.addAll(OF_FLINK);
    assertThat(
            NAME.matcher(Files.readString(file))
                .results()
                .map(m -> m.group())
                .collect(Collectors.toSet()))
        .as("%s", file)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The task's lines, those of its reading thread among them. */
  private void assertEachLineNames(Run run, JobID job) {
    List<LogEvent> ours = lines.of("io.parquetry.p");
    assertThat(ours)
        .extracting(line -> line.getMessage().getFormattedMessage())
        .anyMatch(text -> text.startsWith("plan: part 0"))
        .anyMatch(text -> text.startsWith("published run"));
    assertThat(ours)
        .allSatisfy(
            line ->
                assertThat(line.getContextData().toMap())
                    .containsEntry("run", run.id())
                    .containsEntry("flink-job-id", job.toHexString()));
    assertThat(lines.of(FETCHERS))
        .filteredOn(line -> line.getMessage().getFormattedMessage().startsWith("Finished reading"))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line.getContextData().toMap()).containsEntry("run", run.id()));
  }

  /** Keeps what is logged. */
  private static final class Lines extends AbstractAppender {
    private final ConcurrentLinkedQueue<LogEvent> events = new ConcurrentLinkedQueue<>();

    Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    void attach() {
      start();
      Configurator.setLevel(FETCHERS, Level.INFO);
      // A run with --quiet in the same process has set it higher.
      Configurator.setLevel("io.parquetry", Level.INFO);
      LoggerContext context = (LoggerContext) LogManager.getContext(false);
      context.getConfiguration().getRootLogger().addAppender(this, null, null);
      context.updateLoggers();
    }

    void detach() {
      LoggerContext context = (LoggerContext) LogManager.getContext(false);
      context.getConfiguration().getRootLogger().removeAppender(getName());
      Configurator.setLevel(FETCHERS, Level.ERROR);
    }

    @Override
    public void append(LogEvent event) {
      events.add(event.toImmutable());
    }

    List<LogEvent> of(String logger) {
      return events.stream()
          .filter(event -> event.getLoggerName().startsWith(logger))
          .collect(Collectors.toList());
    }
  }
}
