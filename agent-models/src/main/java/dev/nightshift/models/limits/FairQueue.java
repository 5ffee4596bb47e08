package dev.nightshift.models.limits;

import dev.nightshift.core.base.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order in which waiting calls go. Guarded by the lock of its {@link RateLimits}.
 *
 * <p>Reviewers go before all others, since a run whose work is done waits for them. Among equals
 * goes the run that has had the smallest share of the limits, and within a run the call that came
 * first. A run that comes or comes back starts level with the others. Nobody is passed for ever:
 * once the call that came first has waited a minute, every other call to go is the one that came
 * first. The head is not passed because it is large.
 */
final class FairQueue {
  static final long LONGEST_WAIT = Duration.ofMinutes(1).toNanos();

  /** In the order in which they came. */
  private final List<Waiter> waiting = new ArrayList<>();

  /** What each run has had; those that have had no more than {@link #floor} are left out. */
  private final Map<RunId, Double> had = new HashMap<>();

  private double floor;
  private boolean wentByAge;

  void add(Waiter waiter) {
    waiting.add(waiter);
  }

  void remove(Waiter waiter) {
    waiting.remove(waiter);
  }

  /** Returns whose turn it is, or null if nobody waits. */
  @Nullable Waiter head(long now) {
    if (isByAge(now)) {
      return waiting.get(0);
    }
    Waiter head = null;
    for (Waiter waiter : waiting) {
      if (head == null || isBefore(waiter, head)) {
        head = waiter;
      }
    }
    return head;
  }

  /** The head has gone. */
  void went(Waiter head, long now) {
    wentByAge = isByAge(now);
    waiting.remove(head);
    double least = had(head);
    double withThis = least + head.share();
    for (Waiter waiter : waiting) {
      least = Math.min(least, had(waiter));
    }
    had.put(head.run(), withThis);
    floor = Math.max(floor, least);
    had.values().removeIf(share -> share <= floor);
  }

  private boolean isByAge(long now) {
    return !wentByAge && !waiting.isEmpty() && now - waiting.get(0).arrived() >= LONGEST_WAIT;
  }

  /** Both came in this order or the other; a tie keeps it. */
  private boolean isBefore(Waiter later, Waiter earlier) {
    if (later.isReviewer() != earlier.isReviewer()) {
      return later.isReviewer();
    }
    return had(later) < had(earlier);
  }

  private double had(Waiter waiter) {
    return Math.max(floor, had.getOrDefault(waiter.run(), floor));
  }
}
