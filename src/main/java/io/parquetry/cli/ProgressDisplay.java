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

  private final long total;
  private final boolean shown;
  private final ProgressBar bar;
  private final int readings;
  private int lastTenth = -1;

  private ProgressDisplay(long total, int readings, boolean shown, ProgressBar bar) {
    this.total = total;
    this.readings = readings;
    this.shown = shown;
    this.bar = bar;
  }

  /**
   * A display on the error stream.
   *
   * @param total bytes of input
   * @param readings how often each is read: once to discover, and once to write
   */
  static ProgressDisplay of(long total, int readings, boolean shown) {
    boolean terminal = shown && terminal();
    ProgressBar bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("discover")
                .setInitialMax(readings * total)
                .setUnit(" MB", MEBI)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()
            : null;
    return new ProgressDisplay(total, readings, shown, bar);
  }

  @SuppressWarnings("SystemConsoleNull") // Before JDK 22 null means that there is no terminal.
  private static boolean terminal() {
    return System.console() != null;
  }

  /** Takes what the job's accumulators say. */
  synchronized void update(Map<String, Object> accumulators) {
    long discovered = value(accumulators, Progress.DISCOVERED_BYTES);
    long stringified = value(accumulators, Progress.STRINGIFIED_BYTES);
    show(discovered < total, discovered + stringified);
  }

  /** The job has ended well. */
  synchronized void done() {
    show(false, readings * total);
  }

  private void show(boolean discovering, long bytes) {
    String stage = discovering || readings == 1 ? "discover" : "write";
    if (bar != null) {
      bar.setExtraMessage("");
      bar.stepTo(bytes);
      return;
    }
    int tenth = total == 0 ? 10 : (int) (bytes * 10 / (readings * total));
    if (shown && tenth > lastTenth) {
      lastTenth = tenth;
      System.err.printf(
          "parquetry: %d %% (%s; %.1f of %.1f MB read)%n",
          tenth * 10, stage, (double) bytes / MEBI, (double) readings * total / MEBI);
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
