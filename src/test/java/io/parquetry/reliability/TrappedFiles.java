/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.reliability;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;
import org.apache.flink.core.plugin.PluginManager;

/**
 * Flink's local file system with a trap in it: the task that takes the chosen step stops there
 * until it is killed or the trap is opened. All files are real.
 */
final class TrappedFiles extends LocalFileSystem {
  private static final String TASKS = "Flink Task Threads";

  private static final AtomicLong timeOutAfter = new AtomicLong(Long.MAX_VALUE);

  private static volatile Trap trap = new Trap(Action.OPEN, "no such name", 1);

  /** What a task is about to do with a file. */
  enum Action {
    OPEN,
    CREATE,
    WRITE_PART,
    COMMIT,
    DELETE
  }

  /** Stops at the n-th step of a kind, once. */
  static final class Trap {
    private final Action action;
    private final String nameHolds;
    private final CountDownLatch sprung;
    private final CountDownLatch opened = new CountDownLatch(1);

    Trap(Action action, String nameHolds, int count) {
      this.action = action;
      this.nameHolds = nameHolds;
      this.sprung = new CountDownLatch(count);
    }

    private void pass(Action taken, String name) throws InterruptedIOException {
      // The JobManager opens files too, when it cuts them into ranges; it is not to be stopped.
      boolean task = Thread.currentThread().getThreadGroup().getName().equals(TASKS);
      if (!task || taken != action || !name.contains(nameHolds) || sprung.getCount() == 0) {
        return;
      }
      sprung.countDown();
      try {
        if (sprung.getCount() == 0) {
          opened.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("killed in the trap");
      }
    }

    /** Waits until a task is in the trap; false where none comes. */
    boolean sprung() throws InterruptedException {
      return sprung.await(30, TimeUnit.SECONDS);
    }

    void open() {
      opened.countDown();
    }
  }

  /** Sets the trap for all that follows; the last one must have been opened. */
  static Trap set(Action action, String nameHolds, int count) {
    trap = new Trap(action, nameHolds, count);
    return trap;
  }

  /** The first stream that has given so many bytes of a compressed file times out, once. */
  static void timeOutOnceAfter(long bytes) {
    timeOutAfter.set(bytes);
  }

  /** Puts this file system in the place of Flink's own. */
  static void install() {
    FileSystem.initialize(
        new Configuration(),
        new PluginManager() {
          @Override
          @SuppressWarnings("unchecked")
          public <P> Iterator<P> load(Class<P> service) {
            return service == FileSystemFactory.class
                ? (Iterator<P>) List.of(new Factory()).iterator()
                : Collections.emptyIterator();
          }
        });
  }

  /** Puts Flink's own file system back. */
  static void uninstall() {
    FileSystem.initialize(new Configuration(), null);
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    trap.pass(Action.OPEN, path.getPath());
    FSDataInputStream in = super.open(path);
    return path.getName().endsWith(".gz") ? new TimingOut(in) : in;
  }

  private static final class TimingOut extends FSDataInputStream {
    private final FSDataInputStream in;

    TimingOut(FSDataInputStream in) {
      this.in = in;
    }

    private void check() throws IOException {
      long limit = timeOutAfter.get();
      if (in.getPos() >= limit && timeOutAfter.compareAndSet(limit, Long.MAX_VALUE)) {
        throw new SocketTimeoutException("no answer");
      }
    }

    @Override
    public int read() throws IOException {
      check();
      return in.read();
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      check();
      return in.read(target, from, length);
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Override
  public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
    trap.pass(Action.CREATE, path.getPath());
    return super.create(path, mode);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    trap.pass(Action.DELETE, path.getPath());
    return super.delete(path, recursive);
  }

  @Override
  public LocalRecoverableWriter createRecoverableWriter() throws IOException {
    return new Writer(this);
  }

  private static final class Writer extends LocalRecoverableWriter {
    Writer(LocalFileSystem files) {
      super(files);
    }

    @Override
    public RecoverableFsDataOutputStream open(Path path) throws IOException {
      trap.pass(Action.WRITE_PART, path.getPath());
      return super.open(path);
    }

    @Override
    public RecoverableFsDataOutputStream.Committer recoverForCommit(
        RecoverableWriter.CommitRecoverable recoverable) throws IOException {
      RecoverableFsDataOutputStream.Committer committer = super.recoverForCommit(recoverable);
      return new RecoverableFsDataOutputStream.Committer() {
        @Override
        public void commit() throws IOException {
          trap.pass(Action.COMMIT, "");
          committer.commit();
        }

        @Override
        public void commitAfterRecovery() throws IOException {
          trap.pass(Action.COMMIT, "");
          committer.commitAfterRecovery();
        }

        @Override
        public RecoverableWriter.CommitRecoverable getRecoverable() {
          return committer.getRecoverable();
        }
      };
    }
  }

  private static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return "file";
    }

    @Override
    public FileSystem create(URI uri) {
      return new TrappedFiles();
    }
  }
}
