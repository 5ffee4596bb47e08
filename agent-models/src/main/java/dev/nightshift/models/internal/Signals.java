package dev.nightshift.models.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP client reports to the one thread that reads an answer.
 *
 * <p>The client does its tasks {@link #together}: what a task reports wakes the reader once, when
 * the task is over. To be woken costs more than to read a small answer, and such an answer is its
 * headers, its body and its end.
 *
 * <p><b>Threads:</b> {@link #poll} belongs to one thread, the rest is safe from any.
 */
final class Signals {
  /** Begins the list of a thread that does a task. Nobody waits for it. */
  private static final Signals TASK = new Signals();

  /** Whom to wake after the task that a thread does; empty if it does none. */
  private static final ThreadLocal<List<Signals>> REPORTED =
      ThreadLocal.withInitial(ArrayList::new);

  private final Queue<Object> unread = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread waiting;

  /** Does a task of the client on this thread; one within another is a part of it. */
  static void together(Runnable task) {
    List<Signals> reported = REPORTED.get();
    if (!reported.isEmpty()) {
      task.run();
      return;
    }
    reported.add(TASK);
    try {
      task.run();
    } finally {
      reported.forEach(Signals::wake);
      reported.clear();
    }
  }

  /** Reports something. */
  void add(Object signal) {
    unread.add(signal);
    List<Signals> reported = REPORTED.get();
    if (reported.isEmpty()) {
      wake();
    } else if (!reported.contains(this)) {
      reported.add(this);
    }
  }

  private void wake() {
    Thread reader = waiting;
    if (reader != null) {
      // The reader waits again only after it has looked again.
      waiting = null;
      LockSupport.unpark(reader);
    }
  }

  /** Takes what was reported first, and waits for it so long; null if nothing was. */
  @Nullable Object poll(long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        waiting = Thread.currentThread();
        Object signal = unread.poll();
        long left = until - System.nanoTime();
        if (signal != null || left <= 0) {
          return signal;
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      waiting = null;
    }
  }
}
