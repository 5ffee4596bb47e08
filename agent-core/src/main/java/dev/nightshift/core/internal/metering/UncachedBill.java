package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Money;

/** What the calls of a run would have cost without a prompt cache. Thread-safe. */
final class UncachedBill {
  private Money total = Money.zero();

  /**
   * Adds one call.
   *
   * @param own what its tokens cost; less than a bound that was charged
   * @param uncached what they cost without a cache
   */
  synchronized void charge(AttemptEnd end, Money own, Money uncached) {
    boolean isCached = end.usage().input() < end.usage().totalInput();
    boolean isBound = end.cost().compareTo(own) > 0 && uncached.compareTo(end.cost()) < 0;
    total = total.plus(isCached && !isBound ? uncached : end.cost());
  }

  synchronized Money total() {
    return total;
  }
}
