/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.failure;

/**
 * The closed list of what can go wrong. Each kind says whose fault it is, whether a retry is
 * worthwhile, and with which code the program ends.
 */
public enum FailureKind {
  /** Unknown, malformed or contradicting options. */
  USAGE(2, Fault.CALLER, false),
  /** The manifest is missing, empty, malformed, or names nothing that can be read. */
  MANIFEST(3, Fault.CALLER, false),
  /** An object that is to be read is missing, is refused, or is not of a kind that can be read. */
  INPUT_MISSING(4, Fault.INPUT, false),
  /** More bad records than the options allow. */
  BAD_RECORDS(5, Fault.INPUT, false),
  /** An input object is damaged: a compressed file that ends early or does not decompress. */
  INPUT_DAMAGED(6, Fault.INPUT, false),
  /** An input object is not what it was when the run was planned. */
  INPUT_CHANGED(7, Fault.INPUT, false),
  /** A stated limit is exceeded: too many columns. */
  LIMIT(8, Fault.INPUT, false),
  /** A key of the input bears the name of an audit column. */
  RESERVED_COLUMN(9, Fault.INPUT, false),
  /** The output cannot be used: it is a file, or cannot be written. */
  OUTPUT(10, Fault.CALLER, false),
  /** Storage did not answer, or answered with an error, after all retries. */
  STORAGE(11, Fault.ENVIRONMENT, true),
  /** Flink lost a task, a TaskManager or the job itself. */
  CLUSTER(12, Fault.ENVIRONMENT, true),
  /** What was written does not add up with what was read; nothing is published. */
  VERIFICATION(13, Fault.US, false),
  /** The run is published already, or was published by another attempt meanwhile. */
  PUBLISHED(14, Fault.CALLER, false),
  /** A defect of Parquetry itself; please report it. */
  INTERNAL(70, Fault.US, false),
  /** Cancelled from outside. */
  CANCELLED(130, Fault.CALLER, true);

  /** Whose move it is. */
  public enum Fault {
    /** Whoever started the program. */
    CALLER,
    /** Whoever delivered the files. */
    INPUT,
    /** Network, storage, cluster. */
    ENVIRONMENT,
    /** Parquetry. */
    US
  }

  private final int exitCode;
  private final Fault fault;
  private final boolean retryWorthwhile;

  FailureKind(int exitCode, Fault fault, boolean retryWorthwhile) {
    this.exitCode = exitCode;
    this.fault = fault;
    this.retryWorthwhile = retryWorthwhile;
  }

  /**
   * The code the process ends with: 2 to 130, unique to the kind; 1 is no failure, but two outputs
   * that differ.
   */
  public int exitCode() {
    return exitCode;
  }

  /** Whose fault it is. */
  public Fault fault() {
    return fault;
  }

  /** Whether the same call may succeed later without any change. */
  public boolean retryWorthwhile() {
    return retryWorthwhile;
  }
}
