/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.flink.Progress;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the job is: a bar on a terminal, a line every tenth elsewhere. */
final class ProgressDisplay implements AutoCloseable {
  private static final long MEBI = 1 << 20;

  /** Which stages are shown as they read the input. */
  enum Stages {
    DISCOVER,
    WRITE,
    DISCOVER_AND_WRITE
  }

  private final long total;
  private final Stages stages;
  private final boolean shown;
  private final ProgressBar bar;
  private int lastTenth = -1;

  private ProgressDisplay(long total, Stages stages, boolean shown, ProgressBar bar) {
    this.total = total;
    this.stages = stages;
    this.shown = shown;
    this.bar = bar;
  }

  /**
   * A display on the error stream.
   *
   * @param input bytes of input
   * @param stages each of which reads them
   */
  static ProgressDisplay of(long input, Stages stages, boolean shown) {
    long total = stages == Stages.DISCOVER_AND_WRITE ? 2 * input : input;
    boolean terminal = shown && terminal();
    ProgressBar bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("discover")
                .setInitialMax(total)
                .setUnit(" MB", MEBI)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()
            : null;
    return new ProgressDisplay(total, stages, shown, bar);
  }

  @SuppressWarnings("SystemConsoleNull") // Before JDK 22 null means that there is no terminal.
  private static boolean terminal() {
    return System.console() != null;
  }

  /** Takes what the job's accumulators say. */
  synchronized void update(Map<String, Object> accumulators) {
    long discovered = value(accumulators, Progress.DISCOVERED_BYTES);
    long stringified = value(accumulators, Progress.STRINGIFIED_BYTES);
    switch (stages) {
      case DISCOVER:
        show("discover", discovered);
        break;
      case WRITE:
        show(stringified == 0 ? "discover" : "write", stringified);
        break;
      case DISCOVER_AND_WRITE:
        show(discovered < total / 2 ? "discover" : "write", discovered + stringified);
        break;
    }
  }

  /** The job has ended well. */
  synchronized void done() {
    show(stages == Stages.DISCOVER ? "discover" : "write", total);
  }

  private void show(String stage, long bytes) {
    if (bar != null) {
      bar.setExtraMessage("");
      bar.stepTo(bytes);
      return;
    }
    int tenth = total == 0 ? 10 : (int) (bytes * 10 / total);
    if (shown && tenth > lastTenth) {
      lastTenth = tenth;
      System.err.printf(
          "parquetry: %d %% (%s; %.1f of %.1f MB read)%n",
          tenth * 10, stage, (double) bytes / MEBI, (double) total / MEBI);
    }
  }

  private static long value(Map<String, Object> accumulators, String name) {
    return accumulators.get(name) instanceof Long ? (Long) accumulators.get(name) : 0;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
