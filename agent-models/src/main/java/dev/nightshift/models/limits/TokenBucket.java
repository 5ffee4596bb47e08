package dev.nightshift.models.limits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleUnaryOperator;

/**
 * What is left of one limit: refilled continuously, up to a burst, and in debt after a call that
 * took more than the burst. Guarded by the lock of its {@link RateLimits}.
 *
 * <p>A call takes its worst case and gives back what it did not use. The calls that begin in any 60
 * seconds use no more tokens than the limit and what one call takes beyond the burst, as far as the
 * worst cases are such: of what nobody gives back, burst and refill together are the limit; and
 * what is given back is lent again only while all calls of the last 60 seconds, those under way
 * with their worst case, leave it of the limit. No more requests begin than the limit and one
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

  /** The calls that began in the last 60 seconds, oldest first; none where nothing comes back. */
  private final Deque<Hold> recent = new ArrayDeque<>();

  private final boolean isLent;
  private long recentTotal;

  /** What was taken before is not given back beyond a debt: the server said what is left. */
  private long forgotAt = Long.MIN_VALUE;

  private TokenBucket(
      long configured, DoubleUnaryOperator burstOf, double refillShare, boolean isLent, long now) {
    this.configured = configured;
    this.burstOf = burstOf;
    this.refillShare = refillShare;
    this.isLent = isLent;
    this.limit = configured;
    this.level = burst();
    this.refilledAt = now;
  }

  /** Counts tokens by itself. */
  static TokenBucket ofTokens(long perMinute, long now) {
    return new TokenBucket(perMinute, limit -> limit * BURST_SHARE, 1 - BURST_SHARE, true, now);
  }

  /**
   * Holds back what the server says is used up or complained about, as evenly as {@link
   * RequestPermits}, which count the requests: a burst of a whole minute would be full again after
   * each pause, and let the next minute's requests follow it.
   */
  static TokenBucket ofRequests(long perMinute, long now) {
    return new TokenBucket(perMinute, limit -> cycleShare((long) limit), 1, false, now);
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
    for (Hold oldest = recent.peek();
        oldest != null && oldest.at <= now - MINUTE;
        oldest = recent.peek()) {
      recentTotal -= oldest.charge;
      recent.remove();
    }
  }

  /** How long until a call fits; one larger than the burst needs a full bucket. */
  long nanosUntil(long cost) {
    double least = Math.min((double) cost, burst());
    double missing = least - level;
    long filled = missing <= ROUNDING ? 0 : Math.max(1, (long) Math.ceil(missing / perNano()));
    return Math.max(filled, nanosUntilLent(least));
  }

  /** How long until so many calls are older than 60 seconds that the others leave this much. */
  private long nanosUntilLent(double least) {
    double over = recentTotal + least - limit;
    if (over <= ROUNDING) {
      return 0;
    }
    for (Hold oldest : recent) {
      over -= oldest.charge;
      if (over <= ROUNDING) {
        return (long) (oldest.at + MINUTE - refilledAt);
      }
    }
    return 0;
  }

  Hold take(long cost) {
    level -= cost;
    Hold hold = new Hold(refilledAt, cost);
    if (isLent) {
      recent.add(hold);
      recentTotal += cost;
    }
    return hold;
  }

  /** Ends a call that used so much of what it took, or more. */
  void used(Hold hold, long used) {
    long unused = hold.charge - used;
    if (hold.at > refilledAt - MINUTE && isLent) {
      recentTotal -= unused;
    }
    hold.charge = used;
    if (unused <= 0 || hold.at > forgotAt) {
      level = Math.min(burst(), level + unused);
    } else {
      repay(unused);
    }
  }

  /**
   * Ends a refused call; it is taken back as far as it made a debt, what was left is not raised.
   */
  void refused(Hold hold) {
    double before = level;
    used(hold, 0);
    level = Math.min(level, Math.max(0, before));
  }

  private void repay(long cost) {
    if (level < 0) {
      level = Math.min(0, level + cost);
    }
  }

  /** What one call took, or used once that is known. */
  static final class Hold {
    private final long at;
    private long charge;

    private Hold(long at, long charge) {
      this.at = at;
      this.charge = charge;
    }
  }

  /** Follows the server down, and up again to what was configured, never above the server. */
  void observe(long serverLimit, long remaining, boolean isCurrent) {
    limit = Math.min(configured, serverLimit);
    if (isCurrent && remaining < level) {
      level = remaining;
      forgotAt = refilledAt;
    }
    level = Math.min(burst(), level);
  }

  /** The server complained: starts again from nothing, and slower. */
  void slowDown() {
    level = Math.min(level, 0);
    forgotAt = refilledAt;
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
