package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.Cap;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a run was active: what it does itself and what its models take. Its waits for a thread,
 * for its turn among other runs and for a human do not count. Where it does several things at once,
 * it is active as long as one of them is no wait, and no moment counts twice. Thread-safe.
 */
public final class ActiveTime {
  private final TimeSource time;
  private final Duration most;
  private final Map<Thread, Integer> threads = new HashMap<>();
  private int working;
  private long since;
  private long before;

  /**
   * The time of a run that waits for a thread.
   *
   * @param time the clock
   * @param most how long the run may be active
   */
  public ActiveTime(TimeSource time, Duration most) {
    this(time, most, Duration.ZERO);
  }

  /**
   * The time of a run that was active before, in a process that died.
   *
   * @param time the clock
   * @param most how long the run may be active
   * @param before how long it was
   */
  public ActiveTime(TimeSource time, Duration most, Duration before) {
    this.time = time;
    this.most = most;
    this.before = before.toNanos();
  }

  /** The calling thread works for the run from now on. */
  public synchronized void begin() {
    threads.merge(Thread.currentThread(), 1, Integer::sum);
    change(1);
  }

  /** The calling thread works for the run no longer. */
  public synchronized void end() {
    threads.computeIfPresent(Thread.currentThread(), (thread, n) -> n == 1 ? null : n - 1);
    change(-1);
  }

  /** A call of a model begins, on whatever thread. */
  public synchronized void callStarted() {
    change(1);
  }

  /** A call of a model has ended. */
  public synchronized void callEnded() {
    change(-1);
  }

  /**
   * Waits for something that is not the run's own time; for the calling thread only. A thread that
   * a role started itself never counted, so its waits take nothing off.
   */
  public <T> T waiting(Wait<T> wait) throws InterruptedException {
    if (!isCounted()) {
      return wait.run();
    }
    end();
    try {
      return wait.run();
    } finally {
      begin();
    }
  }

  /** How long the run was active until now. */
  public synchronized Duration used() {
    return Duration.ofNanos(before + (working > 0 ? time.nanoTime() - since : 0));
  }

  /** How long it may still be active; zero or less once its time is up. */
  public Duration left() {
    return most.minus(used());
  }

  /** Tells whether the time is up. */
  public boolean isUp() {
    return left().compareTo(Duration.ZERO) <= 0;
  }

  /** Says which cap ended the run, and what sets another. */
  public String whyUp() {
    return "the run used all its active time, by the cap of "
        + Cap.timePerRun(most).toDisplay()
        + "; Cap.timePerRun(..) sets another";
  }

  private synchronized boolean isCounted() {
    return threads.containsKey(Thread.currentThread());
  }

  private void change(int by) {
    long now = time.nanoTime();
    if (working > 0) {
      before += now - since;
    }
    since = now;
    working += by;
  }

  /** What blocks until it has what it waits for, or is interrupted. */
  @FunctionalInterface
  public interface Wait<T> {
    /** Waits. */
    T run() throws InterruptedException;
  }
}
