/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.discover;

import io.parquetry.failure.ParquetryException;
import io.parquetry.json.LineReader;
import io.parquetry.pipeline.collect.InputFile;
import io.parquetry.storage.Compression;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Opens ranges in their order. Where they lie on a remote file system the next few are opened and
 * read ahead by other threads, so that neither the answer of a request nor a slow connection is
 * waited for; where all are local they are read as if this were not there.
 */
public final class ReadAhead implements Closeable {
  private static final int RANGES_AHEAD = 4;
  private static final long CLOSE_SECONDS = 10;

  /** All tasks of a process share one pool of connections, of which most are to stay free. */
  private static final Semaphore CONNECTIONS = new Semaphore(48);

  private final List<InputFile> files;
  private final boolean wholeFilesAreOnlyOpened;
  private final Iterator<ByteRange> rest;
  private final Queue<ByteRange> opened = new ArrayDeque<>();
  private final Deque<AheadStream> streams = new ArrayDeque<>();
  private final ExecutorService threads;
  private final LineReader lines;

  private ReadAhead(
      List<InputFile> files,
      List<ByteRange> ranges,
      int maxLineBytes,
      boolean wholeFilesAreOnlyOpened) {
    this.files = files;
    this.wholeFilesAreOnlyOpened = wholeFilesAreOnlyOpened;
    this.lines = new LineReader(maxLineBytes);
    this.rest = ranges.iterator();
    boolean local = ranges.stream().allMatch(range -> file(range).location().local());
    this.threads = local ? null : Executors.newCachedThreadPool(ReadAhead::daemon);
  }

  /**
   * For ranges that are read; nothing is opened yet.
   *
   * @param files the files of the run, in which the ranges' indexes point
   * @param maxLineBytes longest line
   */
  public static ReadAhead of(List<InputFile> files, List<ByteRange> ranges, int maxLineBytes) {
    return new ReadAhead(files, ranges, maxLineBytes, false);
  }

  /** The same where of whole files of plain text only the beginning is looked at. */
  static ReadAhead ofBeginnings(List<InputFile> files, List<ByteRange> ranges, int maxLineBytes) {
    return new ReadAhead(files, ranges, maxLineBytes, true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "parquetry-read-ahead");
    thread.setDaemon(true);
    return thread;
  }

  private InputFile file(ByteRange range) {
    return files.get(range.file());
  }

  /**
   * The lines of the next range; the caller closes them before it asks for more.
   *
   * @throws ParquetryException where the file is gone, changed, or not what its name says
   */
  public RangeLines next() throws IOException {
    openMore();
    if (opened.isEmpty()) {
      // A local one; or others have all connections there are for reading ahead.
      ByteRange range = rest.next();
      return RangeLines.open(file(range), range, lines);
    }
    ByteRange range = opened.remove();
    AheadStream stream = streams.remove();
    openMore();
    return RangeLines.of(file(range), range, stream, lines);
  }

  private void openMore() {
    while (threads != null
        && opened.size() < RANGES_AHEAD
        && rest.hasNext()
        && CONNECTIONS.tryAcquire()) {
      ByteRange range = rest.next();
      opened.add(range);
      streams.add(
          new AheadStream(
              threads,
              () -> RangeLines.openBytes(file(range), range),
              wanted(range),
              CONNECTIONS::release));
    }
  }

  private long wanted(ByteRange range) {
    InputFile file = file(range);
    boolean onlyOpened =
        wholeFilesAreOnlyOpened
            && range.isWhole(file.length())
            && Compression.ofName(file.location().name()) == Compression.NONE;
    return onlyOpened ? 1 : range.length() + 1;
  }

  /** Ends the threads; each closes what it has opened. */
  @Override
  public void close() {
    if (threads == null) {
      return;
    }
    streams.forEach(AheadStream::close);
    threads.shutdownNow();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
