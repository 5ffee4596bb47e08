package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;

/**
 * What a cap lacked for a call that was refused.
 *
 * @param scope which one of the scopes was exhausted
 * @param cap its cap
 * @param left what the cap had left for the role that called, in the unit of the cap, at least 0
 * @param needed what the smallest useful answer would have needed, in that unit, more than {@code
 *     left}
 * @param held what of the cap is set aside for calls that are not answered yet, of whatever shares
 *     it, in that unit; what those do not use is left again once they are
 * @param affordableOutputTokens the largest answer that all caps together afford to this call, 0 if
 *     not even its input fits; less than the smallest one that was asked for
 */
public record BudgetShortfall(
    ScopeName scope, Cap cap, long left, long needed, long held, int affordableOutputTokens) {
  /** Refuses nulls. */
  public BudgetShortfall {
    Require.nonNull(scope, "scope");
    Require.nonNull(cap, "cap");
  }

  /**
   * Returns how much was missing.
   *
   * @return in the unit of the cap, at least 1
   */
  public long missing() {
    return Math.subtractExact(needed, left);
  }

  /**
   * Tells whether the call may fit once the calls that are open now have given back what they do
   * not use. A cap of a single run is not waited for, nor one on active time or calls, of which
   * nothing comes back while a run works.
   *
   * @return true if the cap is one that runs share, and what is {@code held} of it is no less than
   *     what is {@linkplain #missing missing}
   */
  public boolean mayFitLater() {
    boolean isShared = !cap.scope().equals(BudgetScope.RUN) && !cap.scope().isOfRole();
    boolean comesBack = cap.unit() != BudgetUnit.TIME_MILLIS && cap.unit() != BudgetUnit.CALLS;
    return isShared && comesBack && held >= missing();
  }
}
