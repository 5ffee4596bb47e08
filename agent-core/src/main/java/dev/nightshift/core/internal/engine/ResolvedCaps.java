package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policy for one run, once, so that the clock, the ledger and the report agree: its caps,
 * with the default ones where it set none, and the reviewer's share.
 */
final class ResolvedCaps {
  private ResolvedCaps() {}

  static Account account(BudgetPolicy policy, RunId run, Task task) {
    List<Cap> caps = returned(policy, "caps", policy.caps(task));
    List<Cap> open =
        returned(policy, "defaultCaps", policy.defaultCaps()).stream()
            .filter(byDefault -> caps.stream().noneMatch(set -> isPerRunAs(byDefault, set)))
            .toList();
    caps.addAll(open);
    List<ScopeName> enclosing =
        Require.returned(
            policy.enclosing(task),
            "enclosing() of the budget policy " + policy.getClass().getName());
    return new Account(run, task.kind(), enclosing, caps, policy.reviewerSharePercent());
  }

  private static List<Cap> returned(BudgetPolicy policy, String method, @Nullable List<Cap> caps) {
    String named = method + "() of the budget policy " + policy.getClass().getName();
    Require.returned(caps, named).forEach(cap -> Require.returned(cap, named));
    return new ArrayList<>(caps);
  }

  private static boolean isPerRunAs(Cap byDefault, Cap set) {
    return set.scope().equals(BudgetScope.RUN) && set.unit() == byDefault.unit();
  }
}
