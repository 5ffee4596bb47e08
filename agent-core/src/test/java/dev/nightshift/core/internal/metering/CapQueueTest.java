package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who came first looks first at what was given back. */
class CapQueueTest {
  private final Rests time = new Rests();
  private final CapQueue queue = new CapQueue(time);

  @Test
  void whoCameFirstLooksFirst() throws InterruptedException {
    try (CapQueue.Place first = queue.join();
        CapQueue.Place second = queue.join()) {
      queue.changed();

      assertThat(isWoken(first)).isTrue();
      assertThat(isWoken(second)).isFalse();
    }
  }

  @Test
  void whoDoesNotFitLetsTheNextLook() throws InterruptedException {
    try (CapQueue.Place first = queue.join();
        CapQueue.Place second = queue.join();
        CapQueue.Place third = queue.join()) {
      first.passOn();

      assertThat(isWoken(second)).isTrue();
      assertThat(isWoken(third)).isFalse();
      third.passOn();
      assertThat(isWoken(first)).isFalse();
    }
  }

  @Test
  void whoLeavesLetsTheNextLookWhoIsFirstThen() throws InterruptedException {
    CapQueue.Place first = queue.join();
    try (CapQueue.Place second = queue.join()) {
      assertThat(isWoken(second)).isFalse();
      assertThat(time.longest).isGreaterThan(CapQueue.BETWEEN_LOOKS);

      first.close();

      assertThat(isWoken(second)).isTrue();
      assertThat(time.longest).isEqualTo(CapQueue.BETWEEN_LOOKS);
    }
    assertThat(queue.size()).isZero();
  }

  private boolean isWoken(CapQueue.Place place) throws InterruptedException {
    place.rest();
    return time.isWoken;
  }

  /** Notes how a rest would have gone. */
  private static final class Rests implements TimeSource {
    private final ManualTime clock = ManualTime.create();
    private boolean isWoken;
    private Duration longest = Duration.ZERO;

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("places are woken");
    }

    @Override
    public void await(CountDownLatch woken, Duration atMost) {
      isWoken = woken.getCount() == 0;
      longest = atMost;
    }
  }
}
