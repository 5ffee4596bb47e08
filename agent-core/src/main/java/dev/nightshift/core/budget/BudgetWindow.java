package dev.nightshift.core.budget;

/**
 * The time after which a cap starts anew, by the calendar of the zone that the ledger was given. A
 * call belongs to the day and month in which it was reserved, however late its bill comes.
 *
 * <p>Windows only go forward, by the latest day on which anything was booked: a clock that is set
 * back opens no window anew, and after one that jumped ahead a cap starts anew only when the later
 * window is over. A clock that jumps ahead by more than a day, and a ledger that is more than a day
 * ahead of the clock, are told of in the log.
 */
public enum BudgetWindow {
  /** The cap never starts anew. */
  LIFETIME,
  /** The cap starts anew each day: of 23 or 25 hours where the clocks change. */
  DAY,
  /** The cap starts anew each month. */
  MONTH
}
