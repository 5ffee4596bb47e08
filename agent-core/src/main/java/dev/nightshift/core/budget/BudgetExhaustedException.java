package dev.nightshift.core.budget;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;

/**
 * A model call refused because its worst case does not fit a cap; nothing was sent and nothing is
 * charged.
 */
public final class BudgetExhaustedException extends RunStoppedException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the refusal.
   *
   * @param detail which cap, how much is left, how much was needed
   */
  public BudgetExhaustedException(String detail) {
    super(EndReason.BUDGET_EXHAUSTED, detail);
  }
}
