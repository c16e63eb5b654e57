/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.config.Problems;
import io.parquetry.failure.Excerpt;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which bytes belong to the run. */
public final class CollectOptions {

  @Option(
      names = "--manifest",
      paramLabel = "URI",
      required = true,
      description =
          "The manifest: a JSON file that names the NDJSON files; or a folder, for all manifests"
              + " below it whose names end in .json. Path or URI. Repeatable; each manifest is a run"
              + " of its own, and those that are published already are passed over.")
  private List<String> manifests = new ArrayList<>();

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "The date of the output folder, yyyy-MM-dd, for all files; without it, each file's name"
              + " tells.")
  private String date;

  @Option(
      names = "--allow",
      paramLabel = "URI",
      split = ",",
      description =
          "Places that manifest entries may name besides the manifest's own and the output's"
              + " bucket, such as s3://bucket/prefix; entries elsewhere are refused.")
  private List<String> allow = new ArrayList<>();

  /** Where the manifests lie. */
  public List<String> manifests() {
    return manifests;
  }

  /** The date for all files, or null. */
  public LocalDate date() {
    return date == null ? null : LocalDate.parse(date);
  }

  /** Further places that entries may name. */
  public List<String> allow() {
    return allow;
  }

  /** Notes what is wrong with the values. */
  public void check(Problems problems) {
    try {
      // LocalDate would also take years of more digits, with a sign.
      problems.unless(
          date() == null || date.length() == "yyyy-MM-dd".length(),
          "--date",
          "expected a day as yyyy-MM-dd, found \"" + Excerpt.of("" + date) + "\"");
    } catch (DateTimeParseException e) {
      problems.add(
          "--date", "expected a day as yyyy-MM-dd, found \"" + Excerpt.of("" + date) + "\"");
    }
  }
}
