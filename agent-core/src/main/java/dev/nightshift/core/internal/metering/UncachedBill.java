package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Money;

/** What the calls of a run would have cost without a prompt cache. Thread-safe. */
final class UncachedBill {
  private Money total = Money.zero();

  /** Adds one call. What was charged may be a bound, and more than its tokens cost uncached. */
  synchronized void charge(Money uncached, Money charged) {
    total = total.plus(uncached.compareTo(charged) > 0 ? uncached : charged);
  }

  synchronized Money total() {
    return total;
  }
}
