package dev.nightshift.core;

import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.task.Task;
import java.util.List;

/** The policy for one run, whose caps were read once, so that the clock and the ledger agree. */
record CapsOfRun(BudgetPolicy policy, List<Cap> caps) implements BudgetPolicy {
  static CapsOfRun read(BudgetPolicy policy, Task task) {
    return new CapsOfRun(policy, List.copyOf(policy.caps(task)));
  }

  @Override
  public List<Cap> caps(Task task) {
    return caps;
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
