/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls to storage, repeated with jitter and a cap where a repeat may help. */
final class Retry {
  private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
  private static final int ATTEMPTS = 4;
  private static final long FIRST_PAUSE_MS = 200;

  /** One call to storage. */
  interface Call<T> {
    T run() throws IOException;
  }

  private Retry() {}

  /**
   * The result of the call.
   *
   * @throws IOException a final error, at once
   * @throws ParquetryException a {@link FailureKind#STORAGE} failure after the last attempt
   */
  static <T> T call(String what, Location location, Call<T> call) throws IOException {
    IOException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return call.run();
      } catch (IOException thrown) {
        IOException e = S3Refusal.of(location, thrown);
        if (isFinal(e)) {
          throw e;
        }
        last = e;
        LOG.warn(
            "{} {}: attempt {} of {}: {}",
            what,
            Excerpt.whole(location.toString()),
            attempt,
            ATTEMPTS,
            Excerpt.whole(e.toString()));
        if (attempt < ATTEMPTS) {
          pause(FIRST_PAUSE_MS << (attempt - 1));
        }
      }
    }
    throw ParquetryException.at(
        FailureKind.STORAGE,
        location.toString(),
        "could not " + what + " after " + ATTEMPTS + " attempts: " + last + "; try again later",
        last);
  }

  private static boolean isFinal(IOException e) {
    return e instanceof FileNotFoundException
        || e instanceof NoSuchFileException
        || e instanceof NotDirectoryException
        || e instanceof FileAlreadyExistsException
        || e instanceof AccessDeniedException
        || e instanceof S3Refusal
        // A timeout of the network is one too, by its class alone.
        || e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
  }

  private static void pause(long milliseconds) throws InterruptedIOException {
    try {
      Thread.sleep(milliseconds + ThreadLocalRandom.current().nextLong(milliseconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted between two attempts");
    }
  }
}
