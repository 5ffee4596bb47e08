package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * What was spent has reached a part of a cap; a word in time, nothing is refused by it.
 *
 * @param scope which one of the scopes
 * @param cap its cap
 * @param percent the part that was reached: one of {@link #PERCENTS}, or that of the cap's soft
 *     limit
 * @param spent what was spent of it, without what is only set aside, in the unit of the cap
 */
public record BudgetWarning(ScopeName scope, Cap cap, int percent, long spent) {
  /** The parts that are told, in percent of the amount of a cap. */
  public static final List<Integer> PERCENTS = List.of(50, 80, 95);

  /** Refuses nulls. */
  public BudgetWarning {
    Require.nonNull(scope, "scope");
    Require.nonNull(cap, "cap");
  }
}
