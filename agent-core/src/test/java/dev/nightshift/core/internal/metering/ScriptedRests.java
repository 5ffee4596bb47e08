package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A clock whose waits are no waits: what others do meanwhile is done by the thread that waits. */
final class ScriptedRests implements TimeSource {
  /** Nobody waits so often, but a wait without an end does. */
  private static final int MOST = 50_000;

  private final ManualTime clock;
  private final Map<Integer, Runnable> meanwhile = new HashMap<>();
  int rests;

  ScriptedRests(ManualTime clock) {
    this.clock = clock;
  }

  /** What happens in the n-th rest, counted from 1. */
  ScriptedRests in(int rest, Runnable others) {
    meanwhile.put(rest, others);
    return this;
  }

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
    clock.sleep(duration);
  }

  @Override
  public void await(CountDownLatch woken, Duration atMost) throws InterruptedException {
    if (++rests > MOST) {
      throw new AssertionError("this wait has no end");
    }
    clock.advance(atMost);
    meanwhile.getOrDefault(rests, () -> {}).run();
    clock.sleep(Duration.ZERO);
  }
}
