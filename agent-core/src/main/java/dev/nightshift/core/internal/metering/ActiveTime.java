package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.model.AgentRole;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a run was active: what it does itself and what its models take. Its waits for a thread,
 * for its turn among other runs and for a human do not count. Where it does several things at once,
 * it is active as long as one of them is no wait, and no moment counts twice. The same holds for
 * each of its roles. Thread-safe.
 */
public final class ActiveTime {
  private final TimeSource time;
  private final Map<Thread, Integer> threads = new HashMap<>();
  private final Map<Thread, AgentRole> working = new HashMap<>();
  private final Map<AgentRole, Clock> roles = new HashMap<>();
  private final Clock run;

  /**
   * The time of a run that waits for a thread.
   *
   * @param time the clock
   */
  public ActiveTime(TimeSource time) {
    this(time, Duration.ZERO);
  }

  /**
   * The time of a run that was active before, in a process that died.
   *
   * @param time the clock
   * @param before how long it was
   */
  public ActiveTime(TimeSource time, Duration before) {
    this.time = time;
    this.run = new Clock(before.toNanos());
  }

  /** The calling thread works for the run from now on. */
  public synchronized void begin() {
    threads.merge(Thread.currentThread(), 1, Integer::sum);
    change(working.get(Thread.currentThread()), 1);
  }

  /** The calling thread works for the run no longer. */
  public synchronized void end() {
    threads.computeIfPresent(Thread.currentThread(), (thread, n) -> n == 1 ? null : n - 1);
    change(working.get(Thread.currentThread()), -1);
  }

  /** Does what a role does on the calling thread, which works for the run. */
  public <T> T as(AgentRole role, Wait<T> work) throws InterruptedException {
    take(role);
    try {
      return work.run();
    } finally {
      take(null);
    }
  }

  private synchronized void take(@Nullable AgentRole role) {
    Thread thread = Thread.currentThread();
    AgentRole before = role == null ? working.remove(thread) : working.put(thread, role);
    long now = time.nanoTime();
    if (before != null) {
      clock(before).change(-1, now);
    }
    if (role != null) {
      clock(role).change(1, now);
    }
  }

  /** A call of a model begins, on whatever thread. */
  public synchronized void callStarted(AgentRole role) {
    change(role, 1);
  }

  /** A call of a model has ended. */
  public synchronized void callEnded(AgentRole role) {
    change(role, -1);
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
    return Duration.ofNanos(run.until(time.nanoTime()));
  }

  /** How long the run and its roles were active until now. */
  synchronized WorkedTime total() {
    long now = time.nanoTime();
    Map<AgentRole, Duration> byRole = new HashMap<>();
    roles.forEach((role, clock) -> byRole.put(role, Duration.ofNanos(clock.until(now))));
    return new WorkedTime(Duration.ofNanos(run.until(now)), byRole);
  }

  /** How long a role was active until now. */
  synchronized Duration used(AgentRole role) {
    return Duration.ofNanos(clock(role).until(time.nanoTime()));
  }

  /** Tells whether anything of the run is active now. */
  synchronized boolean isRunning() {
    return run.working > 0;
  }

  /** Tells whether a role is active now. */
  synchronized boolean isRunning(AgentRole role) {
    return clock(role).working > 0;
  }

  /** Takes up what earlier processes booked, where that is more than is known here. */
  synchronized void atLeast(WorkedTime booked) {
    long now = time.nanoTime();
    run.atLeast(booked.run(), now);
    booked.byRole().forEach((role, known) -> clock(role).atLeast(known, now));
  }

  private synchronized boolean isCounted() {
    return threads.containsKey(Thread.currentThread());
  }

  private void change(@Nullable AgentRole role, int by) {
    long now = time.nanoTime();
    run.change(by, now);
    if (role != null) {
      clock(role).change(by, now);
    }
  }

  private Clock clock(AgentRole role) {
    return Objects.requireNonNull(roles.computeIfAbsent(role, unused -> new Clock(0)));
  }

  /** Runs while at least one works. Guarded by the time it is of. */
  private static final class Clock {
    private int working;
    private long since;
    private long before;

    Clock(long before) {
      this.before = before;
    }

    void change(int by, long now) {
      before = until(now);
      since = now;
      working += by;
    }

    long until(long now) {
      return before + (working > 0 ? now - since : 0);
    }

    void atLeast(Duration known, long now) {
      before += Math.max(0, known.toNanos() - until(now));
    }
  }

  /** What blocks until it has what it waits for, or is interrupted. */
  @FunctionalInterface
  public interface Wait<T> {
    /** Waits. */
    T run() throws InterruptedException;
  }
}
