package dev.nightshift.core.budget;

import dev.nightshift.core.task.Task;
import java.util.List;

/** A policy that is another one but for what it overrides. */
interface ExtendedPolicy extends BudgetPolicy {
  /** The policy it extends. */
  BudgetPolicy policy();

  @Override
  default List<Cap> caps(Task task) {
    return policy().caps(task);
  }

  @Override
  default List<Cap> defaultCaps() {
    return policy().defaultCaps();
  }

  @Override
  default List<ScopeName> enclosing(Task task) {
    return policy().enclosing(task);
  }

  @Override
  default BudgetDecision decide(SpendView spend, CallEstimate next) {
    return policy().decide(spend, next);
  }

  @Override
  default int reviewerSharePercent() {
    return policy().reviewerSharePercent();
  }
}
