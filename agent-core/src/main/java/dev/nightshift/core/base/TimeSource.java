package dev.nightshift.core.base;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * The clock of a run, so that a deadline can be tested in microseconds.
 *
 * <p><b>Threads:</b> implementations are safe for concurrent use.
 */
public interface TimeSource {
  /**
   * Returns the wall-clock time, for reports and price dates; it may jump.
   *
   * @return the current instant
   */
  Instant now();

  /**
   * Returns a monotonic reading, for measuring durations; only differences mean anything.
   *
   * @return nanoseconds since an arbitrary origin
   */
  long nanoTime();

  /**
   * Waits.
   *
   * @param duration how long; zero or negative returns at once
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Waits until the time has passed or another thread ends the wait before.
   *
   * <p>By default a wait that has begun is slept whole; a clock that can be woken returns as soon
   * as the latch is open.
   *
   * @param woken opened by whoever ends the wait
   * @param atMost how long; zero or negative returns at once
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  default void await(CountDownLatch woken, Duration atMost) throws InterruptedException {
    if (woken.getCount() > 0) {
      sleep(atMost);
    }
  }

  /**
   * Returns the clock of this computer.
   *
   * @return the system time source
   */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }
}
