package dev.nightshift.models.limits;

import dev.nightshift.core.base.TimeSource;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;

/**
 * The one place that knows resilience4j's own implementation, because only its constructor takes a
 * clock and only its metrics tell when the next permit comes.
 *
 * <p>Permits are handed out in small cycles: any 60 seconds touch at most one cycle more than a
 * minute has, so that no more than the limit and one cycle's share pass.
 */
final class AtomicCycles {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private AtomicCycles() {}

  static RateLimiter perMinute(int requests, TimeSource time) {
    int share = TokenBucket.cycleShare(requests);
    // Rounded up: a minute must not hold more cycles than the limit has shares.
    long cycle = (MINUTE * share + requests - 1) / requests;
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(share)
            .limitRefreshPeriod(Duration.ofNanos(cycle))
            .timeoutDuration(Duration.ZERO)
            .build();
    return new AtomicRateLimiter("requests", config, time::nanoTime);
  }

  /** When the next permit comes, or at least will have come. */
  static Duration untilNext(RateLimiter limiter) {
    return limiter instanceof AtomicRateLimiter known
        ? Duration.ofNanos(known.getDetailedMetrics().getNanosToWait())
        : limiter.getRateLimiterConfig().getLimitRefreshPeriod();
  }
}
