package dev.nightshift.models.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.testing.ManualTime;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What resilience4j's internal class does for us; a new version has to do the same. */
class AtomicCyclesTest {
  private final ManualTime time = ManualTime.create();

  @Test
  void countsInCyclesOfTheGivenClock() {
    RateLimiter limiter = AtomicCycles.perMinute(600, time);

    assertThat(taken(limiter)).isEqualTo(10);
    time.advance(Duration.ofNanos(999_999_999));
    assertThat(taken(limiter)).isZero();
    time.advance(Duration.ofNanos(1));
    assertThat(taken(limiter)).isEqualTo(10);
    time.advance(Duration.ofHours(1));
    assertThat(taken(limiter)).isEqualTo(10);
  }

  @Test
  void refusesAtOnceAndBooksNothing() {
    RateLimiter limiter = AtomicCycles.perMinute(60, time);
    assertThat(limiter.acquirePermission()).isTrue();

    for (int i = 0; i < 1_000; i++) {
      assertThat(limiter.acquirePermission()).isFalse();
    }

    assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
    time.advance(Duration.ofSeconds(1));
    assertThat(limiter.acquirePermission()).isTrue();
  }

  @Test
  void tellsWhenTheNextPermitComes() {
    RateLimiter limiter = AtomicCycles.perMinute(60, time);
    assertThat(AtomicCycles.untilNext(limiter)).isZero();

    assertThat(limiter.acquirePermission()).isTrue();
    time.advance(Duration.ofMillis(300));

    assertThat(AtomicCycles.untilNext(limiter)).isEqualTo(Duration.ofMillis(700));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({
    "1, 1",
    "50, 1",
    "60, 1",
    "61, 1",
    "1000, 10",
    "4000, 50",
    "4001, 1",
    "1000000, 15625"
  })
  void takesTheLargestEvenShareOfASecond(int requests, int share) {
    assertThat(TokenBucket.cycleShare(requests)).isEqualTo(share);
  }

  private static int taken(RateLimiter limiter) {
    int taken = 0;
    while (limiter.acquirePermission()) {
      taken++;
    }
    return taken;
  }
}
