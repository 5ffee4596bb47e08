package dev.nightshift.core.budget;

/**
 * The time after which a cap starts anew, by the calendar of the zone that the ledger was given. A
 * call belongs to the day and month in which it was reserved, however late its bill comes.
 */
public enum BudgetWindow {
  /** The cap never starts anew. */
  LIFETIME,
  /** The cap starts anew each day: of 23 or 25 hours where the clocks change. */
  DAY,
  /** The cap starts anew each month. */
  MONTH
}
