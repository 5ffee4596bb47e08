package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy for one run, whose caps were read once, so that the clock and the ledger agree, with
 * the default ones where it set none.
 */
record ResolvedCaps(BudgetPolicy policy, List<Cap> caps) implements BudgetPolicy {
  static ResolvedCaps read(BudgetPolicy policy, Task task) {
    List<Cap> caps = returned(policy, "caps", policy.caps(task));
    List<Cap> open =
        returned(policy, "defaultCaps", policy.defaultCaps()).stream()
            .filter(byDefault -> caps.stream().noneMatch(set -> isPerRunAs(byDefault, set)))
            .toList();
    caps.addAll(open);
    return new ResolvedCaps(policy, List.copyOf(caps));
  }

  private static List<Cap> returned(BudgetPolicy policy, String method, @Nullable List<Cap> caps) {
    String named = method + "() of the budget policy " + policy.getClass().getName();
    Require.returned(caps, named).forEach(cap -> Require.returned(cap, named));
    return new ArrayList<>(caps);
  }

  private static boolean isPerRunAs(Cap byDefault, Cap set) {
    return set.scope().equals(BudgetScope.RUN) && set.unit() == byDefault.unit();
  }

  @Override
  public List<Cap> caps(Task task) {
    return caps;
  }

  @Override
  public List<Cap> defaultCaps() {
    return List.of();
  }

  @Override
  public BudgetDecision decide(SpendView spend, CallEstimate next) {
    return Require.returned(
        policy.decide(spend, next), "decide() of the budget policy " + policy.getClass().getName());
  }

  @Override
  public int reviewerSharePercent() {
    return policy.reviewerSharePercent();
  }
}
