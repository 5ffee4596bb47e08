package dev.nightshift.core.budget;

/** The time after which a cap starts anew. */
public enum BudgetWindow {
  /** The cap never starts anew. */
  LIFETIME,
  /** The cap starts anew each day, UTC. */
  DAY,
  /** The cap starts anew each month, UTC. */
  MONTH
}
