/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry;

import io.parquetry.cli.ParquetryCommand;

/** Where every way to start Parquetry arrives. */
public final class Main {

  private Main() {}

  /**
   * Runs a command. In a process of its own the exit code tells what happened; on a cluster, whose
   * process is not ours to end, a failure is thrown.
   */
  public static void main(String[] args) {
    ParquetryCommand.main(args);
  }
}
