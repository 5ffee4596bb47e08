package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Cap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of a cap is used, in the unit of the cap.
 *
 * @param cap the cap
 * @param spent what was settled, exactly or by a bound; of time, what is booked
 * @param reserved what is set aside for calls that are open, and of time for runs that are active
 * @param untilReached how long it takes at the present rate until all of it is spent; null if the
 *     rate is nothing or not known, or the window ends before
 */
public record CapUse(Cap cap, long spent, long reserved, @Nullable Duration untilReached) {
  /** Refuses nulls. */
  public CapUse {
    Require.nonNull(cap, "cap");
  }

  /**
   * Returns what can still be reserved.
   *
   * @return in the unit of the cap, at least 0
   */
  public long remaining() {
    return Math.max(0, cap.amount() - spent - reserved);
  }

  /**
   * Returns which part of the cap was spent.
   *
   * @return percent, rounded down; 100 for a cap of nothing, more if a call passed its bound
   */
  public int percent() {
    return cap.amount() == 0 ? 100 : (int) Math.min(999, spent * 100.0 / cap.amount());
  }
}
