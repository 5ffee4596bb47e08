package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** A clock whose waits end only by interrupt. */
public record EndlessSleep(TimeSource clock, CountDownLatch waiting) implements TimeSource {
  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    waiting.countDown();
    new CountDownLatch(1).await();
  }
}
