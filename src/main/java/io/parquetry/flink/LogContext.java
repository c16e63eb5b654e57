/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

import org.slf4j.MDC;

/**
 * What each line of the log says about the run that it belongs to: {@code %X{run}} in a pattern of
 * Log4j. Flink's own {@code flink-job-id} stands beside it.
 */
public final class LogContext {
  private static final String RUN = "run";

  private LogContext() {}

  /** For the rest of a thread that works for one run only, as each task of ours does. */
  public static void enter(String run) {
    MDC.put(RUN, run);
  }

  /** Until it is closed; for a thread that goes on to other things. */
  public static MDC.MDCCloseable during(String run) {
    return MDC.putCloseable(RUN, run);
  }
}
