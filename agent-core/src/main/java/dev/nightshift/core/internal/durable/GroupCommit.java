package dev.nightshift.core.internal.durable;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads wait until their bytes are on the disk: one of them forces for all who have
 * come by then. After the first failure nobody is ever told that bytes are there, because what a
 * file system keeps of a failed force is unknown. Safe for concurrent use.
 */
final class GroupCommit {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isOver = lock.newCondition();
  private final Force force;
  private long written;
  private long forced;
  private boolean isForcing;
  private @Nullable IOException failure;

  GroupCommit(Force force) {
    this.force = force;
  }

  /** Brings the bytes written until now to the disk. */
  @FunctionalInterface
  interface Force {
    void run() throws IOException;
  }

  /** Says up to where the file is written. */
  void wrote(long end) {
    lock.lock();
    try {
      written = Math.max(written, end);
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the bytes up to here are on the disk. */
  void await(long end) throws IOException {
    lock.lock();
    try {
      while (forced < end) {
        requireWhole();
        if (isForcing) {
          isOver.awaitUninterruptibly();
        } else {
          forceAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void forceAll() throws IOException {
    long end = written;
    isForcing = true;
    lock.unlock();
    @Nullable Throwable failed = null;
    try {
      force.run();
    } catch (IOException | RuntimeException | Error notForced) {
      failed = notForced;
    } finally {
      lock.lock();
      isForcing = false;
      isOver.signalAll();
    }
    if (failed == null) {
      forced = Math.max(forced, end);
    } else {
      fail(failed instanceof IOException known ? known : new IOException(failed));
    }
  }

  /** Notes the first failure; from then on nothing is written or forced. */
  void fail(IOException cause) {
    lock.lock();
    try {
      failure = failure == null ? cause : failure;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses to go on after a failure.
   *
   * @throws IOException the first one, in an exception of its own for each caller
   */
  void requireWhole() throws IOException {
    lock.lock();
    try {
      IOException first = failure;
      if (first != null) {
        throw new IOException("no more is written after a failure: " + first.getMessage(), first);
      }
    } finally {
      lock.unlock();
    }
  }
}
