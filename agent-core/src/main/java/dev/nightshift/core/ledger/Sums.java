package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetUnit;

/**
 * Amounts that grow and shrink, and the active time of runs; counted in place, since each call
 * counts in a dozen of them.
 */
final class Sums {
  private long moneyNanos;
  private long tokens;
  private long calls;
  private long millis;

  void add(Amounts more) {
    moneyNanos = Math.addExact(moneyNanos, more.moneyNanos());
    tokens = Math.addExact(tokens, more.tokens());
    calls = Math.addExact(calls, more.calls());
  }

  void subtract(Amounts less) {
    moneyNanos = Math.subtractExact(moneyNanos, less.moneyNanos());
    tokens = Math.subtractExact(tokens, less.tokens());
    calls = Math.subtractExact(calls, less.calls());
  }

  void addMillis(long more) {
    millis = Math.addExact(millis, more);
  }

  Amounts amounts() {
    return new Amounts(moneyNanos, tokens, calls);
  }

  long of(BudgetUnit unit) {
    return switch (unit) {
      case MONEY_NANO_USD -> moneyNanos;
      case TOKENS -> tokens;
      case CALLS -> calls;
      case TIME_MILLIS -> millis;
    };
  }
}
