package dev.nightshift.core.budget;

import dev.nightshift.core.task.Task;
import java.util.List;

/** A policy with the same caps for every task. */
record FixedCaps(List<Cap> caps, List<Cap> defaultCaps) implements BudgetPolicy {
  /** What binds a run whose policy says nothing else; why so much, stands in decision 016. */
  static final List<Cap> DEFAULTS =
      List.of(
          Cap.moneyPerRun(DEFAULT_MONEY),
          Cap.tokensPerRun(DEFAULT_TOKENS),
          Cap.timePerRun(DEFAULT_TIME));

  @Override
  public List<Cap> caps(Task task) {
    return caps;
  }
}
