/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The command line of the older AWS Glue job, as options of {@code convert}, so that a scheduler
 * can switch over unchanged. The names are listed in src/docs/migrating-from-glue.md.
 */
final class GlueArguments {
  private static final String MANIFEST_PATH = "--MANIFEST_PATH";
  private static final String MANIFEST_BUCKET = "--MANIFEST_BUCKET";
  private static final String OUTPUT_BUCKET = "--OUTPUT_BUCKET";
  private static final String COMPRESSION_TYPE = "--COMPRESSION_TYPE";

  /** What the old job itself took. */
  private static final Set<String> OF_THE_JOB =
      Set.of(MANIFEST_PATH, MANIFEST_BUCKET, OUTPUT_BUCKET, COMPRESSION_TYPE);

  /** What Glue's service takes, or hands to each job; nothing of it concerns the conversion. */
  private static final Set<String> OF_THE_SERVICE =
      new TreeSet<>(
          Arrays.asList(
              "--JOB_NAME",
              "--JOB_ID",
              "--JOB_RUN_ID",
              "--SECURITY_CONFIGURATION",
              "--TempDir",
              "--RedshiftTempDir",
              "--additional-python-modules",
              "--auto-scale-within-microbatch",
              "--class",
              "--conf",
              "--continuous-log-conversionPattern",
              "--continuous-log-logGroup",
              "--continuous-log-logStreamPrefix",
              "--customer-driver-env-vars",
              "--customer-executor-env-vars",
              "--datalake-formats",
              "--debug",
              "--disable-proxy-v2",
              "--enable-auto-scaling",
              "--enable-continuous-cloudwatch-log",
              "--enable-continuous-log-filter",
              "--enable-glue-datacatalog",
              "--enable-job-insights",
              "--enable-lakeformation-fine-grained-access",
              "--enable-metrics",
              "--enable-observability-metrics",
              "--enable-s3-parquet-optimized-committer",
              "--enable-spark-ui",
              "--encryption-type",
              "--executor-cores",
              "--extra-files",
              "--extra-jars",
              "--extra-py-files",
              "--job-bookmark-from",
              "--job-bookmark-option",
              "--job-bookmark-to",
              "--job-language",
              "--mode",
              "--python-modules-installer-option",
              "--scriptLocation",
              "--spark-event-logs-path",
              "--use-postgres-driver",
              "--user-jars-first",
              "--write-shuffle-files-to-s3",
              "--write-shuffle-spills-to-s3"));

  /** Spark's names of codecs, where ours differ. */
  private static final Map<String, String> CODECS =
      Map.of("uncompressed", "none", "lz4", "lz4_raw");

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

  private final Map<String, String> ofTheJob = new LinkedHashMap<>();
  private final Set<String> passedOver = new TreeSet<>();
  private final List<String> others = new ArrayList<>();

  private GlueArguments(String[] args) {
    for (int i = 0; i < args.length; i++) {
      String name = name(args[i]);
      boolean job = OF_THE_JOB.contains(name);
      if (!job && !OF_THE_SERVICE.contains(name)) {
        others.add(args[i]);
        continue;
      }
      boolean apart = args[i].equals(name) && i + 1 < args.length && !args[i + 1].startsWith("--");
      String value =
          apart ? args[++i] : args[i].substring(Math.min(args[i].length(), name.length() + 1));
      if (job) {
        ofTheJob.put(name, value);
      } else {
        passedOver.add(name);
      }
    }
  }

  private static String name(String argument) {
    int end = argument.indexOf('=');
    return end < 0 ? argument : argument.substring(0, end);
  }

  /**
   * The arguments as our own; those that hold none of Glue's are given back as they are.
   *
   * @param warnings takes a sentence that names what is passed over
   */
  static String[] translated(String[] args, Consumer<String> warnings) {
    boolean ours = args.length == 0 || !args[0].startsWith("-") && !args[0].equals("convert");
    if (ours) {
      return args;
    }
    GlueArguments glue = new GlueArguments(args);
    if (glue.ofTheJob.isEmpty() && glue.passedOver.isEmpty()) {
      return args;
    }
    if (!glue.passedOver.isEmpty()) {
      warnings.accept(
          "arguments of AWS Glue that mean nothing here are passed over: "
              + String.join(", ", glue.passedOver));
    }
    return glue.translated();
  }

  private String[] translated() {
    List<String> args = new ArrayList<>(others);
    if (args.isEmpty() || !args.get(0).equals("convert")) {
      args.add(0, "convert");
    }
    if (ofTheJob.containsKey(MANIFEST_PATH)) {
      args.add("--manifest=" + manifest());
    }
    if (ofTheJob.containsKey(OUTPUT_BUCKET)) {
      args.add("--output=" + place(ofTheJob.get(OUTPUT_BUCKET)));
    }
    if (ofTheJob.containsKey(COMPRESSION_TYPE)) {
      String codec = ofTheJob.get(COMPRESSION_TYPE).toLowerCase(Locale.ROOT);
      args.add("--compression=" + CODECS.getOrDefault(codec, codec));
    }
    return args.toArray(new String[0]);
  }

  private String manifest() {
    String path = ofTheJob.get(MANIFEST_PATH);
    String bucket = ofTheJob.get(MANIFEST_BUCKET);
    if (bucket == null || URI.matcher(path).matches()) {
      return path;
    }
    return place(bucket).replaceFirst("/+$", "") + "/" + path.replaceFirst("^/+", "");
  }

  /** A bucket's name is one on S3; a URI or a path is taken as it is. */
  private static String place(String bucket) {
    String name = bucket.substring(0, (bucket + "/").indexOf('/'));
    return BUCKET.matcher(name).matches() && !URI.matcher(bucket).matches()
        ? "s3://" + bucket
        : bucket;
  }
}
