package dev.nightshift.models.limits;

import static dev.nightshift.models.limits.Requests.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.testing.ManualTime;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class Resilience4jPermitsTest {
  private static final RateLimiterConfig CONFIG =
      RateLimiterConfig.custom()
          .limitForPeriod(2)
          .limitRefreshPeriod(Duration.ofSeconds(10))
          .timeoutDuration(Duration.ZERO)
          .build();
  private final ManualTime time = ManualTime.create();

  @Test
  void aLimiterOfTheUsersCountsTheRequests() throws InterruptedException {
    RateLimiter own = new AtomicRateLimiter("own", CONFIG, time::nanoTime);
    RateLimits limits =
        RateLimits.builder().requests(Resilience4jPermits.of(own)).time(time).build();
    assertThat(own.acquirePermission()).isTrue();
    limits.admit(small());

    limits.admit(small());

    assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(own.getMetrics().getAvailablePermissions()).isEqualTo(1);
  }

  @Test
  void aLimiterOfAnotherKindIsAskedAgainAfterAPeriod() {
    ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor();
    try {
      RequestPermits permits =
          Resilience4jPermits.of(new SemaphoreBasedRateLimiter("other", CONFIG, never));
      assertThat(permits.tryAcquire()).isTrue();
      assertThat(permits.tryAcquire()).isTrue();

      assertThat(permits.tryAcquire()).isFalse();
      assertThat(permits.untilNext()).isEqualTo(Duration.ofSeconds(10));
    } finally {
      never.shutdownNow();
    }
  }

  /** Symptom: a caller that was interrupted inside the limiter kept its permit. */
  @Test
  void refusesALimiterThatLetsCallersWait() {
    RateLimiter waiting = RateLimiter.ofDefaults("waiting");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resilience4jPermits.of(waiting))
        .withMessageContaining("'waiting'")
        .withMessageContaining("PT5S")
        .withMessageContaining("timeoutDuration(Duration.ZERO)");
  }
}
