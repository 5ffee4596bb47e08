package dev.nightshift.models.limits;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.text.VisibleText;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.Duration;

/**
 * Permits of a resilience4j rate limiter, so that a limiter which a program has already, with its
 * metrics and events, counts the requests of {@link RateLimits} too.
 *
 * <p>A program on the module path says {@code requires io.github.resilience4j.ratelimiter} itself,
 * because this module needs it only where requests are counted.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class Resilience4jPermits implements RequestPermits {
  private final RateLimiter limiter;

  private Resilience4jPermits(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Returns the permits of a limiter.
   *
   * @param limiter its {@code timeoutDuration} is zero and stays so: a caller that waits inside a
   *     resilience4j limiter keeps its permit when it is interrupted. One that {@code
   *     RateLimiter.of} made tells when its next permit comes; any other is asked again after one
   *     {@code limitRefreshPeriod}
   * @return permits taken from {@code limiter}
   * @throws IllegalArgumentException if the limiter lets callers wait
   */
  @SuppressWarnings("exports") // Whoever calls this has the module.
  public static RequestPermits of(RateLimiter limiter) {
    Require.nonNull(limiter, "limiter");
    Duration timeout = limiter.getRateLimiterConfig().getTimeoutDuration();
    if (!timeout.isZero()) {
      throw new IllegalArgumentException(
          "the rate limiter '"
              + VisibleText.name(limiter.getName())
              + "' has a timeoutDuration of "
              + timeout
              + "; build it with timeoutDuration(Duration.ZERO), because the queue of RateLimits"
              + " waits in its place");
    }
    return new Resilience4jPermits(limiter);
  }

  static RequestPermits perMinute(int requests, TimeSource time) {
    return of(AtomicCycles.perMinute(requests, time));
  }

  @Override
  public boolean tryAcquire() {
    return limiter.acquirePermission();
  }

  @Override
  public Duration untilNext() {
    return AtomicCycles.untilNext(limiter);
  }

  @Override
  public String toString() {
    return "Resilience4jPermits[" + limiter.getName() + "]";
  }
}
