package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetUnit;

/** What a call counts; the time of its run is booked apart from it. */
record Amounts(long moneyNanos, long tokens, long calls) {
  static final Amounts NONE = new Amounts(0, 0, 0);

  Amounts plus(Amounts other) {
    return new Amounts(
        Math.addExact(moneyNanos, other.moneyNanos),
        Math.addExact(tokens, other.tokens),
        Math.addExact(calls, other.calls));
  }

  long of(BudgetUnit unit) {
    return switch (unit) {
      case MONEY_NANO_USD -> moneyNanos;
      case TOKENS -> tokens;
      case CALLS -> calls;
      case TIME_MILLIS -> 0;
    };
  }
}
