/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.oracle.Conversion;
import io.parquetry.s3.S3Convert;
import io.parquetry.s3.S3Server;
import io.parquetry.s3.S3Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program started with exactly what the older Glue job was started with, on a real S3 server.
 */
class OldJobArgumentsIT {
  private static final Path SPARK = Path.of("src/test/resources/spark-output");

  @TempDir Path folder;

  private Path bucket;
  private Path outputBucket;
  private int port;

  @BeforeEach
  void deliver() throws IOException {
    bucket = S3Server.shared().newBucket("deliveries");
    outputBucket = S3Server.shared().newBucket("lake");
    port = S3Server.shared().port();
    S3Upload upload = S3Upload.to(port);
    String manifest = Files.readString(SPARK.resolve("manifest.json"));
    upload.put(
        S3Convert.uri(bucket, "manifests/2025-12-23.json"),
        manifest.replace("input/", S3Convert.uri(bucket, "input/")));
    for (String file : List.of("orders-2025-12-23-a.ndjson", "orders-2025-12-23-b.ndjson")) {
      upload.put(
          S3Convert.uri(bucket, "input/" + file),
          Files.readAllBytes(SPARK.resolve("input/" + file)));
    }
  }

  @Test
  void theOldArgumentsConvertTheOldManifest() throws Exception {
    Distribution parquetry =
        new Distribution(Files.createDirectory(folder.resolve("printed")))
            .with("FLINK_CONF_DIR", endpoint().toString());

    Distribution.Ended ended =
        parquetry
            .run(
                "--JOB_NAME",
                "merge-ndjson-to-parquet",
                "--JOB_RUN_ID",
                "jr_0123456789abcdef",
                "--TempDir",
                "s3://glue-temporary/merge/",
                "--job-language",
                "python",
                "--job-bookmark-option",
                "job-bookmark-disable",
                "--enable-metrics",
                "--enable-continuous-cloudwatch-log",
                "true",
                "--additional-python-modules",
                "boto3==1.34.0",
                "--MANIFEST_BUCKET",
                bucket.getFileName().toString(),
                "--MANIFEST_PATH",
                "manifests/2025-12-23.json",
                "--OUTPUT_BUCKET",
                outputBucket.getFileName().toString(),
                "--COMPRESSION_TYPE",
                "snappy")
            .with(0);

    assertThat(ended.text().lines().filter(line -> line.contains("AWS Glue")))
        .containsExactly(
            "parquetry: warning: arguments of AWS Glue that mean nothing here are passed over:"
                + " --JOB_NAME, --JOB_RUN_ID, --TempDir, --additional-python-modules,"
                + " --enable-continuous-cloudwatch-log, --enable-metrics, --job-bookmark-option,"
                + " --job-language");
    assertThat(outputBucket.resolve("merged-parquet-2025-12-23/_SUCCESS")).exists();

    Path local = folder.resolve("local");
    Conversion.succeeding(SPARK.resolve("manifest.json"), local);
    Distribution.Ended compared =
        parquetry
            .run(
                "compare",
                "--left=s3://" + outputBucket.getFileName() + "/",
                "--right=" + local,
                "--key=id",
                "--ignore=_processing_timestamp,_source_file")
            .with(0);
    assertThat(compared.text()).contains("rows: 6 equal").endsWith("equal\n");
  }

  /** What a cluster has in its configuration, so that the command line need not name it. */
  private Path endpoint() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String option : S3Server.options(port)) {
      lines.add(option.substring("-D".length()).replaceFirst("=", ": "));
    }
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("config.yaml"), lines.stream().collect(Collectors.joining("\n", "", "\n")));
    return conf;
  }
}
