package dev.nightshift.models.limits;

import java.util.function.DoubleUnaryOperator;

/**
 * What is left of one limit: refilled continuously, up to a burst, and in debt after a call that
 * took more than the burst. Guarded by the lock of its {@link RateLimits}.
 *
 * <p>In any 60 seconds no more tokens are taken than the limit, and what one call takes beyond the
 * burst, because burst and refill share the limit; and no more requests than the limit and one
 * cycle's share.
 */
final class TokenBucket {
  private static final double MINUTE = 60e9;
  private static final double BURST_SHARE = 0.1;
  private static final double DECREASE = 0.7;
  private static final double RECOVERY_PER_MINUTE = 0.05;
  private static final double SLOWEST = 0.1;

  /** What sums of fractions may miss of a request or a token that is there. */
  private static final double ROUNDING = 1e-6;

  private final long configured;
  private final DoubleUnaryOperator burstOf;
  private final double refillShare;
  private double limit;
  private double level;
  private double speed = 1;
  private long refilledAt;

  private TokenBucket(long configured, DoubleUnaryOperator burstOf, double refillShare, long now) {
    this.configured = configured;
    this.burstOf = burstOf;
    this.refillShare = refillShare;
    this.limit = configured;
    this.level = burst();
    this.refilledAt = now;
  }

  /** Counts tokens by itself. */
  static TokenBucket ofTokens(long perMinute, long now) {
    return new TokenBucket(perMinute, limit -> limit * BURST_SHARE, 1 - BURST_SHARE, now);
  }

  /**
   * Holds back what the server says is used up or complained about, as evenly as {@link
   * RequestPermits}, which count the requests: a burst of a whole minute would be full again after
   * each pause, and let the next minute's requests follow it.
   */
  static TokenBucket ofRequests(long perMinute, long now) {
    return new TokenBucket(perMinute, limit -> cycleShare((long) limit), 1, now);
  }

  /** The most requests of one cycle: the largest even share of the limit within one second. */
  static int cycleShare(long requests) {
    long share = Math.max(1, requests / 60);
    while (requests % share != 0) {
      share--;
    }
    return Math.toIntExact(share);
  }

  void refill(long now) {
    double passed = Math.max(0, now - refilledAt);
    refilledAt = now;
    level = Math.min(burst(), level + passed * perNano());
    speed = Math.min(1, speed + RECOVERY_PER_MINUTE * passed / MINUTE);
  }

  /** How long until a call fits; one larger than the burst needs a full bucket. */
  long nanosUntil(long cost) {
    double missing = Math.min((double) cost, burst()) - level;
    return missing <= ROUNDING ? 0 : Math.max(1, (long) Math.ceil(missing / perNano()));
  }

  void take(long cost) {
    level -= cost;
  }

  void giveBack(long unused) {
    level = Math.min(burst(), level + unused);
  }

  /** Takes a refused call back as far as it made a debt; what was left is not raised by it. */
  void repay(long cost) {
    if (level < 0) {
      level = Math.min(0, level + cost);
    }
  }

  /** Follows the server down, and up again to what was configured, never above the server. */
  void observe(long serverLimit, long remaining, boolean isCurrent) {
    limit = Math.min(configured, serverLimit);
    level = Math.min(burst(), isCurrent ? Math.min(level, (double) remaining) : level);
  }

  /** The server complained: starts again from nothing, and slower. */
  void slowDown() {
    level = Math.min(level, 0);
    speed = Math.max(SLOWEST, speed * DECREASE);
  }

  /** The part of a minute's limit that a call takes. */
  double share(long cost) {
    return cost / limit;
  }

  private double burst() {
    return Math.max(1, burstOf.applyAsDouble(limit));
  }

  private double perNano() {
    return limit * refillShare * speed / MINUTE;
  }
}
