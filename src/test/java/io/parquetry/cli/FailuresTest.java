/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.JobException;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException;
import org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException;
import org.apache.flink.util.FlinkException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static final JobID JOB = new JobID();

  static Stream<Arguments> wrappings() {
    ParquetryException limit =
        ParquetryException.at(FailureKind.LIMIT, "a.ndjson", "has too many keys");
    return Stream.of(
        Arguments.of("bare", limit),
        Arguments.of("as a cause", new IllegalStateException(limit)),
        Arguments.of("final", new SuppressRestartsException(limit)),
        Arguments.of("behind storage", new IOException("x", new UncheckedIOException(io(limit)))),
        Arguments.of("serialized", new SerializedThrowable(limit)),
        Arguments.of("serialized in the midst", new SerializedThrowable(new Exception(limit))),
        Arguments.of(
            "as Flink reports it",
            new JobExecutionException(
                JOB,
                "Job execution failed.",
                new JobException(
                    "Recovery is suppressed",
                    new SerializedThrowable(new SuppressRestartsException(limit))))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrappings")
  void ourOwnFailureIsFoundWhereverItIsWrapped(String how, Throwable thrown) {
    ParquetryException explained = Failures.explain(thrown, "nothing is published");

    assertThat(explained).as(how).hasMessage("[a.ndjson] has too many keys");
    assertThat(explained.kind()).isEqualTo(FailureKind.LIMIT);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(
            new JobCancellationException(JOB, "Job was cancelled.", null),
            FailureKind.CANCELLED,
            "the job was cancelled"),
        Arguments.of(
            new FlinkException("x", new IOException("503 slow down")),
            FailureKind.STORAGE,
            "[storage] java.io.IOException: 503 slow down; nothing is published; run again"),
        Arguments.of(
            new IOException("outer", new FileNotFoundException("inner")),
            FailureKind.STORAGE,
            "[storage] java.io.FileNotFoundException: inner; nothing is published; run again"),
        Arguments.of(
            new IOException(
                "upload part #1 on out/part: Unable to execute HTTP request: Connection reset",
                new RuntimeException(new SocketException("Connection reset"))),
            FailureKind.STORAGE,
            "[storage] java.io.IOException: upload part #1 on out/part: Unable to execute HTTP"
                + " request: Connection reset; nothing is published; run again"),
        Arguments.of(
            new IOException(
                "could not write /out/part", new IOException("No space left on device")),
            FailureKind.OUTPUT,
            "[storage] java.io.IOException: could not write /out/part: java.io.IOException: No space"
                + " left on device; nothing is published; check space and permissions, and run"
                + " again"),
        Arguments.of(
            new RuntimeException(new IOException("No space left on device")),
            FailureKind.OUTPUT,
            "[storage] java.io.IOException: No space left on device; nothing is published; check"
                + " space and permissions, and run again"),
        Arguments.of(
            new RuntimeException(new AccessDeniedException("/out")),
            FailureKind.OUTPUT,
            "[storage] java.nio.file.AccessDeniedException: /out; nothing is published; check"
                + " space and permissions, and run again"),
        Arguments.of(
            new RuntimeException(
                new AccessDeniedException(
                    "out/part",
                    null,
                    "AmazonS3Exception: no (Service: Amazon S3; Status Code: 403; Error Code:"
                        + " InvalidAccessKeyId; Request ID: 1)")),
            FailureKind.OUTPUT,
            "[S3] S3 denies access (403 InvalidAccessKeyId): correct the credentials, or give them"
                + " the permission; where they may not list the bucket S3 also says so of what is"
                + " not there (java.nio.file.AccessDeniedException: out/part: AmazonS3Exception: no"
                + " (Service: Amazon S3; Status Code: 403; Error Code: InvalidAccessKeyId; Request"
                + " ID: 1)); nothing is published"),
        Arguments.of(
            new JobException("suppressed", new RecipientUnreachableException("a", "b", "submit")),
            FailureKind.CLUSTER,
            "Flink lost a part of the job: Could not send message [submit] from sender [a] to"
                + " recipient [b], because the recipient is unreachable. This can either mean that"
                + " the recipient has been terminated or that the remote RpcService is currently not"
                + " reachable.; nothing is published; run again, and if it comes again look into"
                + " Flink's log for a JobManager that was replaced or a task that ran out of memory"),
        Arguments.of(
            new FlinkException(
                "x",
                new RemoteTransportException("closed", null, new IOException("reset by peer"))),
            FailureKind.CLUSTER,
            "Flink lost a part of the job: closed; nothing is published; run again, and if it comes"
                + " again look into Flink's log for a JobManager that was replaced or a task that ran"
                + " out of memory"),
        Arguments.of(
            new FlinkException("x", new ArithmeticException("overflow")),
            FailureKind.INTERNAL,
            "[ArithmeticException] overflow; nothing is published; please report this"),
        Arguments.of(
            new NullPointerException(),
            FailureKind.INTERNAL,
            "[NullPointerException] null; nothing is published; please report this"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("others")
  void everyOtherFailureIsSortedByWhoseMoveItIs(
      Throwable thrown, FailureKind kind, String message) {
    ParquetryException explained = Failures.explain(thrown, "nothing is published");

    assertThat(explained).hasMessage(message);
    assertThat(explained.kind()).isEqualTo(kind);
  }

  @Test
  void anInternalFailureKeepsItsWholeCause() {
    FlinkException thrown = new FlinkException("x", new ArithmeticException("overflow"));

    assertThat(Failures.explain(thrown, "nothing is published")).hasCause(thrown);
  }

  private static IOException io(Throwable cause) {
    return new IOException("inner", cause);
  }
}
