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
public final class GroupCommit {
  private final ReentrantLock lock = new ReentrantLock();
  private final Force force;

  /** Where those wait whom the force that is under way serves. */
  private Condition served = lock.newCondition();

  /** Where those wait whom the next one serves. */
  private Condition waiting = lock.newCondition();

  private long written;
  private long forcing;
  private long forced;
  private boolean isForcing;
  private @Nullable IOException failure;

  /**
   * Makes one for a file, or for what is forced as one.
   *
   * @param force called by one thread at a time
   */
  public GroupCommit(Force force) {
    this.force = force;
  }

  /** Brings the bytes written until now to the disk. */
  @FunctionalInterface
  public interface Force {
    /**
     * Forces.
     *
     * @throws IOException if what was written may not be on the disk
     */
    void run() throws IOException;
  }

  /** Says up to where the file is written. */
  public void wrote(long end) {
    lock.lock();
    try {
      written = Math.max(written, end);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when the bytes up to here are on the disk.
   *
   * @throws IOException if that is not known, for each who waits
   */
  public void await(long end) throws IOException {
    lock.lock();
    try {
      while (forced < end) {
        requireWhole();
        if (isForcing) {
          (end <= forcing ? served : waiting).awaitUninterruptibly();
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
    forcing = end;
    isForcing = true;
    // All who wait are served by this one, as they said before what they wrote.
    Condition next = served;
    served = waiting;
    waiting = next;
    lock.unlock();
    @Nullable Throwable failed = null;
    try {
      force.run();
    } catch (IOException | RuntimeException | Error notForced) {
      failed = notForced;
    } finally {
      lock.lock();
      isForcing = false;
      served.signalAll();
      waiting.signal();
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
      served.signalAll();
      waiting.signalAll();
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
