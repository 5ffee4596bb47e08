package dev.nightshift.core.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that stands still until it is told to move; sleeping moves it. Safe for concurrent use.
 */
public final class ManualTime implements TimeSource {
  private Instant start;
  private Duration elapsed = Duration.ZERO;

  private ManualTime(Instant start) {
    this.start = start;
  }

  /**
   * Returns a clock that starts at noon of the first of January 2026, UTC.
   *
   * @return a new clock
   */
  public static ManualTime create() {
    return startingAt(Instant.parse("2026-01-01T12:00:00Z"));
  }

  /**
   * Returns a clock that starts at an instant.
   *
   * @param start the first reading
   * @return a new clock
   */
  public static ManualTime startingAt(Instant start) {
    Require.nonNull(start, "start");
    return new ManualTime(start);
  }

  /**
   * Moves the clock.
   *
   * @param by how far, not negative
   */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time cannot go back by " + by);
    }
    elapsed = elapsed.plus(by);
  }

  /**
   * Sets the clock on the wall, as people and time servers do, forwards or back. What is measured
   * by {@link #nanoTime} goes on as before.
   *
   * @param now what {@link #now} reads from here on
   */
  public synchronized void setNow(Instant now) {
    start = Require.nonNull(now, "now").minus(elapsed);
  }

  @Override
  public synchronized Instant now() {
    return start.plus(elapsed);
  }

  @Override
  public synchronized long nanoTime() {
    return elapsed.toNanos();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before sleeping " + duration);
    }
    if (!duration.isNegative()) {
      advance(duration);
    }
  }
}
