package dev.nightshift.core.budget;

import java.util.List;

/** What binds a run whose policy says nothing else; why so much, stands in decision 016. */
final class DefaultCaps {
  static final List<Cap> ALL =
      List.of(
          Cap.moneyPerRun(BudgetPolicy.DEFAULT_MONEY),
          Cap.tokensPerRun(BudgetPolicy.DEFAULT_TOKENS),
          Cap.timePerRun(BudgetPolicy.DEFAULT_TIME));

  private DefaultCaps() {}
}
