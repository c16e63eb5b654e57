/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

import io.parquetry.failure.ParquetryException;
import java.io.IOException;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Tells Flink which failures no restart can mend. */
public final class FinalFailures {

  /** Work that may fail. */
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  private FinalFailures() {}

  /** Runs the work; a failure for which a retry is not worthwhile suppresses restarts. */
  public static <T> T marked(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (RuntimeException e) {
      ParquetryException failure = failureBehind(e);
      if (failure == null || failure.kind().retryWorthwhile()) {
        throw e;
      }
      throw new SuppressRestartsException(failure);
    }
  }

  /** Flink wraps what a chained operator throws. */
  private static ParquetryException failureBehind(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ParquetryException) {
        return (ParquetryException) t;
      }
    }
    return null;
  }
}
