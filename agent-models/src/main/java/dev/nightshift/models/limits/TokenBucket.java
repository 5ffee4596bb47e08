package dev.nightshift.models.limits;

import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * What is left of one limit: refilled continuously, up to a burst, and in debt after a call that
 * took more than the burst. Guarded by the lock of its {@link RateLimits}.
 *
 * <p>In any 60 seconds the calls that begin use no more tokens than the limit, and what one call
 * takes beyond the burst, because burst and refill share the limit; and no more requests than the
 * limit and one cycle's share. What a call did not use comes back only as far as it would still be
 * there if the call had never taken it: of what would have flown over a full bucket since, nothing.
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

  /** What calls under way took. */
  private final Set<Hold> open = new HashSet<>();

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
    noteRoom();
    speed = Math.min(1, speed + RECOVERY_PER_MINUTE * passed / MINUTE);
  }

  /** How long until a call fits; one larger than the burst needs a full bucket. */
  long nanosUntil(long cost) {
    double missing = Math.min((double) cost, burst()) - level;
    return missing <= ROUNDING ? 0 : Math.max(1, (long) Math.ceil(missing / perNano()));
  }

  Hold take(long cost) {
    level -= cost;
    Hold hold = new Hold();
    open.add(hold);
    return hold;
  }

  /** Ends a call that took this much more than it used; less than zero if it used more. */
  void giveBack(Hold hold, long unused) {
    noteRoom();
    if (open.remove(hold)) {
      double back = Math.min((double) unused, hold.room);
      level += back;
      if (back > 0) {
        // Had it never been taken, there would have been less room for what others give back.
        open.forEach(other -> other.room -= back);
      }
    }
  }

  /**
   * Ends a refused call; it is taken back as far as it made a debt, what was left is not raised.
   */
  void repay(Hold hold, long cost) {
    giveBack(hold, (long) Math.min((double) cost, Math.max(0, -level)));
  }

  private void noteRoom() {
    double room = burst() - level;
    open.forEach(hold -> hold.room = Math.min(hold.room, room));
  }

  /** What one call took, and the least room there has been since, for what it gives back. */
  static final class Hold {
    private double room = Double.MAX_VALUE;
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
