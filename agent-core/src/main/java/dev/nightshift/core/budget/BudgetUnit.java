package dev.nightshift.core.budget;

/** What a cap counts. */
public enum BudgetUnit {
  /** Nano-US-dollars at list price. */
  MONEY_NANO_USD,
  /** Provider tokens, input and output together. */
  TOKENS,
  /** Model calls that may have been billed, each attempt counted. */
  CALLS,
  /**
   * Milliseconds of active time, see {@link Cap#timePerRun}; of runs that share a cap their sum.
   */
  TIME_MILLIS;

  /**
   * Returns an amount in this unit for people; a time from a minute on without its milliseconds.
   *
   * @param amount in this unit
   * @return for example {@code $0.0500}, {@code 1,000 tokens} or {@code 90 min}
   */
  public String toDisplay(long amount) {
    return switch (this) {
      case MONEY_NANO_USD -> Money.ofNanos(amount).toDisplay();
      case TOKENS -> grouped(amount) + " tokens";
      case CALLS -> grouped(amount) + " calls";
      case TIME_MILLIS -> time(amount);
    };
  }

  private static String time(long exact) {
    // Nobody reads the milliseconds of an hour.
    long millis = exact >= 60_000 ? exact / 1_000 * 1_000 : exact;
    if (millis == 0 || millis % 1_000 != 0) {
      return grouped(millis) + " ms";
    }
    if (millis % 60_000 != 0) {
      return grouped(millis / 1_000) + " s";
    }
    return millis % 3_600_000 == 0
        ? grouped(millis / 3_600_000) + " h"
        : grouped(millis / 60_000) + " min";
  }

  private static String grouped(long amount) {
    // Each refusal of a cap says some amounts, and a format is looked up for longer than it takes.
    StringBuilder digits = new StringBuilder().append(amount);
    int first = amount < 0 ? 1 : 0;
    for (int place = digits.length() - 3; place > first; place -= 3) {
      digits.insert(place, ',');
    }
    return digits.toString();
  }
}
