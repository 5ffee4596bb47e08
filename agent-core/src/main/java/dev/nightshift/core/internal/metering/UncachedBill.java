package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Money;

/** What the calls of a run would have cost without a prompt cache. Thread-safe. */
final class UncachedBill {
  private Money total = Money.zero();

  synchronized void charge(Money uncached) {
    total = total.plus(uncached);
  }

  synchronized Money total() {
    return total;
  }
}
