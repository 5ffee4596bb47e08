package dev.nightshift.core.budget;

/** What a cap counts. */
public enum BudgetUnit {
  /** Nano-US-dollars at list price. */
  MONEY_NANO_USD,
  /** Provider tokens, input and output together. */
  TOKENS,
  /** Model calls that may have been billed, each attempt counted. */
  CALLS,
  /** Milliseconds of wall-clock time from dispatch. */
  TIME_MILLIS
}
