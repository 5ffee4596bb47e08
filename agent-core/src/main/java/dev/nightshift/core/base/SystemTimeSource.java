package dev.nightshift.core.base;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one place that reads the clock of this computer. */
enum SystemTimeSource implements TimeSource {
  INSTANCE;

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isNegative() || duration.isZero()) {
      return;
    }
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }

  @Override
  public void await(CountDownLatch woken, Duration atMost) throws InterruptedException {
    boolean unused = woken.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
