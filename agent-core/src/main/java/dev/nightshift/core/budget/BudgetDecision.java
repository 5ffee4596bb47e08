package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;

/** What a policy says about a call that fits all caps; it may only narrow. */
public sealed interface BudgetDecision {
  /** The call may be made as it is. */
  record Allow() implements BudgetDecision {}

  /**
   * The call may be made with a smaller answer.
   *
   * @param maxOutputTokens the new limit, at least 1; larger than asked for has no effect
   */
  record Narrow(int maxOutputTokens) implements BudgetDecision {}

  /**
   * The call must not be made; the run ends as {@code budget_exhausted}.
   *
   * @param why one sentence for the report
   */
  record Deny(String why) implements BudgetDecision {
    /** Refuses nulls. */
    public Deny {
      Require.nonNull(why, "why");
    }
  }
}
