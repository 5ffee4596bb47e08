package dev.nightshift.core.ledger;

import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that can be set back. */
final class AdjustableClock implements TimeSource {
  private volatile Instant now;

  AdjustableClock(Instant now) {
    this.now = now;
  }

  void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanoTime() {
    throw new AssertionError("a ledger measures no durations");
  }

  @Override
  public void sleep(Duration duration) {
    throw new AssertionError("a ledger never waits");
  }
}
