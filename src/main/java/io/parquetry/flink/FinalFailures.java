/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import io.parquetry.storage.S3Refusal;
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

  /**
   * Runs the work; a failure for which a retry is not worthwhile, and a refusal of S3, suppress
   * restarts.
   */
  public static <T> T marked(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (S3Refusal e) {
      throw new SuppressRestartsException(e);
    } catch (RuntimeException e) {
      ParquetryException failure = failureBehind(e);
      if (failure == null || failure.kind().retryWorthwhile()) {
        throw e;
      }
      throw new SuppressRestartsException(failure);
    }
  }

  /**
   * What to throw for an error that Flink's own calls to storage have thrown. Those to local files
   * mostly do not tell which.
   *
   * @throws SuppressRestartsException where it is a refusal of S3
   */
  public static IOException told(Location where, IOException e) {
    IOException told = S3Refusal.of(where, e);
    if (told instanceof S3Refusal) {
      throw new SuppressRestartsException(told);
    }
    return where.local() ? new IOException("could not write to " + where, e) : told;
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
