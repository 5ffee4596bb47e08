package dev.nightshift.models.limits;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A clock on which threads really wait, until they are woken or the test moves it far enough. */
final class SteppedTime implements TimeSource {
  private final ManualTime time = ManualTime.create();
  private final Map<CountDownLatch, Long> sleepers = new ConcurrentHashMap<>();

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    await(new CountDownLatch(1), duration);
  }

  @Override
  public void await(CountDownLatch woken, Duration atMost) throws InterruptedException {
    sleepers.put(woken, nanoTime() + atMost.toNanos());
    try {
      woken.await();
    } finally {
      sleepers.remove(woken);
    }
  }

  /** Moves to when the next sleeper wakes, if there is one. */
  void step() {
    sleepers.values().stream()
        .min(Long::compare)
        .ifPresent(next -> advance(Duration.ofNanos(Math.max(0, next - nanoTime()))));
  }

  void advance(Duration by) {
    time.advance(by);
    sleepers.forEach(
        (sleeper, until) -> {
          if (until <= nanoTime()) {
            sleeper.countDown();
          }
        });
  }

  /** Tells whether a thread sleeps that nobody has woken. */
  boolean hasSleeper() {
    return sleepers.entrySet().stream()
        .anyMatch(one -> one.getKey().getCount() > 0 && one.getValue() > nanoTime());
  }

  /** Waits until a thread sleeps on this clock. */
  void awaitSleeper() {
    while (sleepers.isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
