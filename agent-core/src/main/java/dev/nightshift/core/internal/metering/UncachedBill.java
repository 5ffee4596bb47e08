package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.metering.AttemptEnd.How;

/** What the calls of a run would have cost without a prompt cache. Thread-safe. */
final class UncachedBill {
  private Money total = Money.zero();

  /**
   * Adds one call. A bound that was charged may be more than its tokens cost, cached or not.
   *
   * @param uncached what its tokens cost without a cache
   */
  synchronized void charge(AttemptEnd end, Money uncached) {
    boolean isCached = end.usage().input() < end.usage().totalInput();
    boolean isBound = end.how() == How.ESTIMATED && uncached.compareTo(end.cost()) < 0;
    total = total.plus(isCached && !isBound ? uncached : end.cost());
  }

  synchronized Money total() {
    return total;
  }
}
