/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.S3Refusal;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeoutException;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.io.network.netty.exception.TransportException;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.apache.flink.util.FlinkException;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.SerializedThrowable;

/** Finds, in what Flink reports, the failure that a user can act on. */
final class Failures {

  private Failures() {}

  /** The failure behind an exception that a command has ended with, outside of its job. */
  static ParquetryException explainOf(Object command, Throwable thrown) {
    boolean reads = command instanceof HeadCommand || command instanceof CompareCommand;
    String state = command instanceof ConvertCommand ? "; nothing is published" : "";
    return explain(thrown, reads ? FailureKind.INPUT_MISSING : FailureKind.OUTPUT, state);
  }

  /** The failure behind an exception of a comparison's job. */
  static ParquetryException explainComparison(Throwable thrown) {
    return explain(thrown, FailureKind.INPUT_MISSING, "");
  }

  /**
   * The failure behind an exception of a job that writes.
   *
   * @param state what is published nevertheless, within a sentence
   */
  static ParquetryException explain(Throwable thrown, String state) {
    return explain(thrown, FailureKind.OUTPUT, "; " + state);
  }

  /**
   * The failure behind an exception.
   *
   * @param refused what it is where a folder or an object is refused
   * @param state what is published nevertheless, as the end of a sentence
   */
  private static ParquetryException explain(Throwable thrown, FailureKind refused, String state) {
    Throwable deepest = thrown;
    IOException storage = null;
    IOException named = null;
    String answer = null;
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (t instanceof ParquetryException) {
        return (ParquetryException) t;
      }
      if (t instanceof S3Refusal) {
        S3Refusal refusal = (S3Refusal) t;
        return ParquetryException.at(
            refused, refusal.getFile(), refusal.getReason() + state, thrown);
      }
      if (t instanceof JobCancellationException) {
        return ParquetryException.of(FailureKind.CANCELLED, "the job was cancelled");
      }
      if (t instanceof OutOfMemoryError) {
        return ParquetryException.of(
            FailureKind.CLUSTER,
            "a task ran out of memory ("
                + t.getMessage()
                + ")"
                + state
                + "; give more, such as PARQUETRY_JAVA_OPTS=-Xmx4g or a"
                + " larger TaskManager, or lower --parallelism or --max-line-size");
      }
      if (t instanceof RpcException || t instanceof TransportException) {
        // What lies below is how the connection broke, and no storage.
        return lost(t, state);
      }
      if (t instanceof IOException) {
        storage = (IOException) t;
        named = namesAPlace(storage) || named == null ? storage : named;
      }
      answer = answer == null ? S3Refusal.reason(t) : answer;
      deepest = t;
    }
    if (answer != null) {
      return ParquetryException.at(
          refused, "S3", answer + " (" + told(named, storage) + ")" + state, thrown);
    }
    if (storage instanceof FileSystemException || isFull(storage)) {
      return ParquetryException.at(
          refused,
          "storage",
          told(named, storage) + state + "; check space and permissions, and run again",
          thrown);
    }
    if (deepest instanceof FlinkException
        || deepest instanceof FlinkRuntimeException
        || deepest instanceof TimeoutException) {
      return lost(deepest, state);
    }
    if (storage != null) {
      return ParquetryException.at(
          FailureKind.STORAGE, "storage", told(named, storage) + state + "; run again", thrown);
    }
    return ParquetryException.at(
        FailureKind.INTERNAL,
        deepest.getClass().getSimpleName(),
        deepest.getMessage() + state + "; please report this",
        thrown);
  }

  private static ParquetryException lost(Throwable thrown, String state) {
    return ParquetryException.of(
        FailureKind.CLUSTER,
        "Flink lost a part of the job: "
            + thrown.getMessage()
            + state
            + "; run again, and if it comes again look into Flink's log for a"
            + " JobManager that was replaced or a task that ran out of memory");
  }

  private static boolean namesAPlace(IOException e) {
    return String.valueOf(e.getMessage()).contains("/");
  }

  /** The deepest error says what went wrong, but often only one above it where. */
  private static String told(IOException named, IOException deepest) {
    boolean complete = named.toString().contains(String.valueOf(deepest.getMessage()));
    return complete ? named.toString() : namesAPlace(named) ? named + ": " + deepest : deepest + "";
  }

  private static boolean isFull(IOException e) {
    return e != null && String.valueOf(e.getMessage()).contains("No space left");
  }

  private static Throwable next(Throwable t) {
    if (t instanceof SerializedThrowable) {
      Throwable original =
          ((SerializedThrowable) t).deserializeError(Failures.class.getClassLoader());
      return original == t ? t.getCause() : original;
    }
    return t.getCause();
  }
}
