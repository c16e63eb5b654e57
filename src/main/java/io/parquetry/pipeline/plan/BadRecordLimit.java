/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.discover.DiscoverOptions;
import io.parquetry.pipeline.discover.DiscoverOptions.BadRecords;
import io.parquetry.storage.Location;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** How many bad records a run may have: a matter of discovery, or of publishing without it. */
public final class BadRecordLimit implements Serializable {
  private static final long serialVersionUID = 1L;

  /** So many bad records are named. */
  static final int NAMED = 10;

  private final DiscoverOptions options;
  private final Location manifest;

  /** The limit of a run. */
  public BadRecordLimit(DiscoverOptions options, Location manifest) {
    this.options = options;
    this.manifest = manifest;
  }

  /** Whether bad records are kept. */
  public boolean quarantined() {
    return options.quarantined();
  }

  /**
   * Checks all bad records of a run.
   *
   * @param records bad ones and good ones
   * @param first descriptions of the first of them
   * @param nothing what has not been done yet
   * @throws ParquetryException for more than the options allow
   */
  void check(long bad, long records, List<String> first, String nothing) {
    if (bad == 0) {
      return;
    }
    String allowed = null;
    if (options.badRecords() == BadRecords.FAIL) {
      allowed = "none (--bad-records=fail)";
    } else if (options.maxBadRecords() != null && bad > options.maxBadRecords()) {
      allowed = "at most " + options.maxBadRecords() + " (--max-bad-records)";
    } else if (options.maxBadRatio() != null && bad > options.maxBadRatio() * records) {
      allowed = "at most a part of " + options.maxBadRatio() + " (--max-bad-ratio)";
    }
    if (allowed != null) {
      throw ParquetryException.at(
          FailureKind.BAD_RECORDS,
          manifest.toString(),
          String.format(
              "%d of %d records are bad: expected %s; nothing was %s. Mend the lines or raise"
                  + " the limit. The first of them:%n%s",
              bad,
              records,
              allowed,
              nothing,
              first.stream().limit(NAMED).collect(Collectors.joining(System.lineSeparator()))));
    }
  }
}
