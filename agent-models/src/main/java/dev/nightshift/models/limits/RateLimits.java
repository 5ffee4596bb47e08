package dev.nightshift.models.limits;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds calls back so that the limits of one account are kept, over all runs and engines that share
 * this object.
 *
 * <p>A call is let through when it fits into all limits at once, and takes from none before.
 * Requests are counted by {@link RequestPermits}; tokens by the worst case of the call, of which
 * the unused part is given back when the call is over. A call that is larger than a tenth of a
 * limit waits until that tenth is free and leaves a debt, so that the calls let through in any 60
 * seconds use the limit, and what one call takes beyond a tenth of it, at most. What is given back
 * is lent again while all calls of the last 60 seconds leave it. The worst case of input is that of
 * a cache which still has what the last answer read from it: what such a call uses beyond is known
 * at its end, and is a debt from then on. Cache reads do not count as input.
 *
 * <p>Waiting calls go in turn: reviewers first, then the run that has had least; a call that has
 * waited a minute is passed by one other at most each time. A wait that is interrupted books
 * nothing.
 *
 * <p>What the server says of its limits is followed: a limit lower than the one given here binds
 * while it lasts, what remains lowers what is left, and nothing is raised above what the server
 * said. When it refuses a call for its limits (HTTP 429), all calls wait until the time it named,
 * ten minutes at most before one of them tries again, what was left is forgotten, and the limits
 * are filled at 0.7 of the speed, which recovers by 0.05 a minute; calls that were under way at
 * that moment slow nothing down again. Requests counted by a limiter of your own are slowed as soon
 * as the server has named their limit; without a name they are only paused.
 *
 * <p>One object is one account: what one vendor refuses holds back all calls of the object, so that
 * a fallback at another vendor would wait for the first. For several accounts, choose with a
 * lambda: {@code request -> (request.call().model().provider().equals("anthropic") ? one :
 * other).admit(request)}.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> O(waiting calls) for each call, and
 * O(calls of the last minute) while those leave no tokens.
 */
public final class RateLimits implements AdmissionControl {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);
  private static final RequestPermits UNLIMITED = new Unlimited();
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final long SHORTEST_REST = Duration.ofMillis(1).toNanos();

  /** What a call takes at least, so that calls which cost no tokens go in turn as well. */
  private static final double LEAST_SHARE = 1e-9;

  private static final long UNTIL_WOKEN = Long.MAX_VALUE;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue queue = new FairQueue();
  private final Map<Dimension, TokenBucket> buckets;
  private final RequestPermits permits;
  private final TimeSource time;

  /** Readings of the clock since {@link #origin}, so that they can be compared. */
  private final long origin;

  private long pausedUntil;
  private long slowedAt = -1;

  private RateLimits(Builder builder) {
    this.time = builder.time;
    this.origin = time.nanoTime();
    this.buckets = new EnumMap<>(Dimension.class);
    builder.limits.forEach((dimension, limit) -> buckets.put(dimension, bucket(dimension, limit)));
    this.permits = builder.permits.apply(time);
  }

  private static TokenBucket bucket(Dimension dimension, long limit) {
    return dimension == Dimension.REQUESTS
        ? TokenBucket.ofRequests(limit, 0)
        : TokenBucket.ofTokens(limit, 0);
  }

  /**
   * Starts limits that hold nothing back.
   *
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Admission admit(AdmissionRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(
          "interrupted before " + request.call().model() + " was admitted");
    }
    lock.lock();
    try {
      Waiter waiter = waiter(request);
      queue.add(waiter);
      return inTurn(waiter);
    } finally {
      lock.unlock();
    }
  }

  private Admission inTurn(Waiter waiter) throws InterruptedException {
    try {
      long wait = tryTake(waiter);
      while (wait > 0) {
        rest(waiter, wait);
        wait = tryTake(waiter);
      }
      return new Ticket(waiter, now());
    } finally {
      queue.remove(waiter);
      wakeHead();
    }
  }

  private Waiter waiter(AdmissionRequest request) {
    double share = LEAST_SHARE;
    for (Map.Entry<Dimension, TokenBucket> bucket : buckets.entrySet()) {
      share = Math.max(share, bucket.getValue().share(Waiter.cost(request, bucket.getKey())));
    }
    return new Waiter(request, share, now());
  }

  /** Takes from all limits if the turn has come and all have enough; else says how long to wait. */
  private long tryTake(Waiter waiter) {
    long now = now();
    if (queue.head(now) != waiter) {
      return UNTIL_WOKEN;
    }
    long wait = Math.max(0, pausedUntil - now);
    for (Map.Entry<Dimension, TokenBucket> bucket : buckets.entrySet()) {
      bucket.getValue().refill(now);
      wait = Math.max(wait, bucket.getValue().nanosUntil(waiter.cost(bucket.getKey())));
    }
    if (wait == 0 && !permits.tryAcquire()) {
      wait = Math.max(SHORTEST_REST, permits.untilNext().toNanos());
    }
    if (wait == 0) {
      buckets.forEach(waiter::takeFrom);
      queue.went(waiter, now);
    }
    return wait;
  }

  private void rest(Waiter waiter, long wait) throws InterruptedException {
    CountDownLatch woken = waiter.rest();
    if (wait == UNTIL_WOKEN) {
      // Age may have changed whose turn it is, and nobody else would tell.
      wakeHead();
    }
    lock.unlock();
    try {
      if (wait == UNTIL_WOKEN) {
        woken.await();
      } else {
        time.await(woken, Duration.ofNanos(wait));
      }
    } finally {
      lock.lock();
    }
  }

  private void refillAll() {
    buckets.values().forEach(bucket -> bucket.refill(now()));
  }

  private void wakeHead() {
    Waiter head = queue.head(now());
    if (head != null) {
      head.wake();
    }
  }

  private long now() {
    return time.nanoTime() - origin;
  }

  /** A call that was let through. */
  private final class Ticket implements Admission {
    private final Waiter call;
    private final long admitted;
    private boolean isRefused;
    private boolean isSettled;

    Ticket(Waiter call, long admitted) {
      this.call = call;
      this.admitted = admitted;
    }

    @Override
    public void settle(TokenUsage usage) {
      locked(
          () -> {
            if (!isSettled) {
              refillAll();
              buckets.forEach((limit, bucket) -> settle(bucket, limit, usage));
            }
            isSettled = true;
          });
    }

    /** A refused call used what was counted of it before, if that was told. */
    private void settle(TokenBucket bucket, Dimension limit, TokenUsage usage) {
      if (isRefused && (usage.total() == 0 || usage.isEstimated())) {
        bucket.refused(call.hold(limit));
      } else {
        bucket.used(call.hold(limit), used(limit, usage));
      }
    }

    @Override
    public void observed(RateLimitStatus status) {
      locked(
          () -> {
            TokenBucket bucket = buckets.get(status.dimension());
            if (bucket != null) {
              bucket.refill(now());
              bucket.observe(status.limit(), status.remaining(), !status.untilReset().isZero());
            }
          });
    }

    @Override
    public void throttled(Duration retryAfter) {
      locked(
          () -> {
            pause(retryAfter);
            refillAll();
            isRefused = true;
            if (admitted > slowedAt) {
              slowedAt = now();
              buckets.values().forEach(TokenBucket::slowDown);
            }
          });
    }

    private void pause(Duration asked) {
      Duration wait = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
      long until = now() + wait.toNanos();
      if (until > pausedUntil) {
        LOG.warn("{} was refused; all calls of the account wait for {}", call.model(), wait);
        pausedUntil = until;
      }
    }

    /** All of it, if only a bound is known: that says nothing of what the server counted. */
    private long used(Dimension limit, TokenUsage usage) {
      if (usage.isEstimated()) {
        return call.cost(limit);
      }
      return switch (limit) {
        case REQUESTS -> call.cost(limit);
        case INPUT_TOKENS -> usage.input() + usage.cacheWrites().total();
        case OUTPUT_TOKENS -> usage.output();
        case TOKENS -> usage.total();
      };
    }

    private void locked(Runnable change) {
      lock.lock();
      try {
        change.run();
        wakeHead();
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class Unlimited implements RequestPermits {
    @Override
    public boolean tryAcquire() {
      return true;
    }

    @Override
    public Duration untilNext() {
      return Duration.ZERO;
    }
  }

  /** Collects the limits of an account. Not safe for concurrent use. */
  public static final class Builder {
    private static final long MOST = 1_000_000_000;
    private static final int MOST_REQUESTS = 1_000_000;
    private final Map<Dimension, Long> limits = new EnumMap<>(Dimension.class);
    private Function<TimeSource, RequestPermits> permits = time -> UNLIMITED;
    private TimeSource time = TimeSource.system();

    private Builder() {}

    /**
     * Limits the requests. Evenly, in cycles of about a second or one request, so that any 60
     * seconds see no more than the limit and one cycle's share, at most a sixtieth of it or one.
     *
     * @param requests a minute, 1 to 1,000,000; default no limit
     * @return this builder
     */
    public Builder requestsPerMinute(int requests) {
      limits.put(Dimension.REQUESTS, inRange("requestsPerMinute", requests, MOST_REQUESTS));
      permits = clock -> Resilience4jPermits.perMinute(requests, clock);
      return this;
    }

    /**
     * Sets who counts the requests, in place of {@link #requestsPerMinute}.
     *
     * @param permits for example {@link Resilience4jPermits}; default no limit
     * @return this builder
     */
    public Builder requests(RequestPermits permits) {
      Require.nonNull(permits, "permits");
      // Holds nobody back until the server names a lower limit.
      limits.put(Dimension.REQUESTS, (long) MOST_REQUESTS);
      this.permits = clock -> permits;
      return this;
    }

    /**
     * Limits the input that is not read from a cache.
     *
     * @param tokens a minute, 1 to 1,000,000,000; default no limit
     * @return this builder
     */
    public Builder inputTokensPerMinute(long tokens) {
      limits.put(Dimension.INPUT_TOKENS, inRange("inputTokensPerMinute", tokens, MOST));
      return this;
    }

    /**
     * Limits the output.
     *
     * @param tokens a minute, 1 to 1,000,000,000; default no limit
     * @return this builder
     */
    public Builder outputTokensPerMinute(long tokens) {
      limits.put(Dimension.OUTPUT_TOKENS, inRange("outputTokensPerMinute", tokens, MOST));
      return this;
    }

    /**
     * Limits all tokens together, cached or not, in and out.
     *
     * @param tokens a minute, 1 to 1,000,000,000; default no limit
     * @return this builder
     */
    public Builder tokensPerMinute(long tokens) {
      limits.put(Dimension.TOKENS, inRange("tokensPerMinute", tokens, MOST));
      return this;
    }

    /**
     * Sets the clock.
     *
     * @param time measures and waits; default the system's
     * @return this builder
     */
    public Builder time(TimeSource time) {
      this.time = Require.nonNull(time, "time");
      return this;
    }

    /**
     * Makes the limits, with nothing used.
     *
     * @return limits to share
     * @throws IllegalStateException if requests are limited and resilience4j is not there, as in an
     *     image that jlink made
     */
    public RateLimits build() {
      try {
        return new RateLimits(this);
      } catch (NoClassDefFoundError missing) {
        throw new IllegalStateException(
            "requestsPerMinute needs the module io.github.resilience4j.ratelimiter: require it in"
                + " your module, or put its jars on the module path and start java with"
                + " --add-modules io.github.resilience4j.ratelimiter",
            missing);
      }
    }

    private static long inRange(String name, long value, long most) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException(name + " " + value + " must be 1 to " + most);
      }
      return value;
    }
  }
}
