package dev.nightshift.core.budget;

import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;

/** A policy for tasks in one more scope, inside of those it has. */
record PolicyWithin(BudgetPolicy policy, ScopeName scope) implements BudgetPolicy {
  @Override
  public List<Cap> caps(Task task) {
    return policy.caps(task);
  }

  @Override
  public List<Cap> defaultCaps() {
    return policy.defaultCaps();
  }

  @Override
  public List<ScopeName> enclosing(Task task) {
    List<ScopeName> path = new ArrayList<>(policy.enclosing(task));
    path.add(scope);
    return List.copyOf(path);
  }

  @Override
  public BudgetDecision decide(SpendView spend, CallEstimate next) {
    return policy.decide(spend, next);
  }

  @Override
  public int reviewerSharePercent() {
    return policy.reviewerSharePercent();
  }
}
