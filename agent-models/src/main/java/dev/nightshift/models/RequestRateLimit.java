package dev.nightshift.models;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.AdmissionControl;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Holds calls back so that no more than a number of them is sent in any 60 seconds, whatever their
 * size, over all runs that share this object.
 *
 * <p>Calls are let through in short cycles of about a second, in the order in which they came. A
 * call that was admitted and not sent keeps its place: the next one waits a little longer than
 * needed. <b>Threads:</b> safe for concurrent use.
 */
public final class RequestRateLimit implements AdmissionControl {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final Duration FOREVER = Duration.ofDays(3650);
  private static final int MOST_PER_MINUTE = 1_000_000;

  private final RateLimiter limiter;
  private final int requestsPerMinute;
  private final TimeSource time;
  private final Object bookings = new Object();

  private RequestRateLimit(RateLimiter limiter, int requestsPerMinute, TimeSource time) {
    this.limiter = limiter;
    this.requestsPerMinute = requestsPerMinute;
    this.time = time;
  }

  /**
   * Returns a limit on the system's clock.
   *
   * @param requests calls in any 60 seconds, 2 to 1,000,000
   * @return a new limit with nothing used
   */
  public static RequestRateLimit perMinute(int requests) {
    return perMinute(requests, TimeSource.system());
  }

  /**
   * Returns a limit on a given clock.
   *
   * @param requests calls in any 60 seconds, 2 to 1,000,000
   * @param time measures and waits
   * @return a new limit with nothing used
   */
  public static RequestRateLimit perMinute(int requests, TimeSource time) {
    if (requests < 2 || requests > MOST_PER_MINUTE) {
      throw new IllegalArgumentException(
          "requests per minute " + requests + " must be 2 to " + MOST_PER_MINUTE);
    }
    int perCycle = Math.max(1, requests / 60);
    // 60 s touch up to one cycle more than fit in it, so each is longer than its even share.
    long cycle = MINUTE / (requests / perCycle - 1) + 1;
    RateLimiterConfig config =
        RateLimiterConfig.custom()
            .limitForPeriod(perCycle)
            .limitRefreshPeriod(Duration.ofNanos(cycle))
            .timeoutDuration(Duration.ZERO)
            .build();
    return new RequestRateLimit(
        new AtomicRateLimiter("requests", config, time::nanoTime), requests, time);
  }

  @Override
  public Admission admit(CallEstimate call, Instant deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + call.model() + " was admitted");
    }
    long wait = book(call, Duration.between(time.now(), deadline));
    if (wait > 0) {
      awaitTurn(Duration.ofNanos(wait));
    }
    return usage -> {};
  }

  private long book(CallEstimate call, Duration patience) {
    Duration longest = patience.isNegative() ? Duration.ZERO : patience;
    long wait;
    // The longest wait is a setting of the limiter, so it is changed and used under one lock.
    synchronized (bookings) {
      limiter.changeTimeoutDuration(longest);
      wait = limiter.reservePermission();
    }
    if (wait < 0) {
      throw ModelException.builder(
              ModelErrorKind.THROTTLED,
              String.format(
                  Locale.ROOT,
                  "%s cannot be called within the %d s left: %d requests a minute are used up",
                  call.model(),
                  longest.toSeconds(),
                  requestsPerMinute))
          .billing(Billing.NOT_SENT)
          .build();
    }
    return wait;
  }

  private void awaitTurn(Duration wait) throws InterruptedException {
    try {
      time.sleep(wait);
    } catch (InterruptedException interrupted) {
      giveBack();
      throw interrupted;
    }
  }

  /**
   * A negative number returns a place. To reserve never blocks, which to acquire does while the
   * limiter is in debt; the longest wait must allow for the debt, or nothing is booked.
   */
  private void giveBack() {
    synchronized (bookings) {
      limiter.changeTimeoutDuration(FOREVER);
      limiter.reservePermission(-1);
    }
  }
}
