package dev.nightshift.core.internal.engine;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.model.AgentRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a human grants a run beside what it used, as limits of all that it uses, which a kill cannot
 * grant twice. The reviewer's share is one of what is granted.
 *
 * @param used what the ledger compares with the caps
 * @param active how long the run was active
 */
record GrantedBudget(SpendView used, WorkedTime active) {
  /**
   * Returns the account with what is granted.
   *
   * @throws ArithmeticException if that is beyond the range of a number
   */
  Account in(Account account, List<Cap> granted) {
    List<Cap> caps = new ArrayList<>(account.caps());
    List<Cap> kept = new ArrayList<>(account.keptForReviewer());
    Account shares = account.amended(account.caps(), List.of());
    for (Cap cap : granted) {
      caps.removeIf(cap::isSameLimitAs);
      kept.removeIf(cap::isSameLimitAs);
      caps.add(beside(usedOf(cap.scope(), cap), cap, cap.amount()));
      if (cap.scope().equals(BudgetScope.RUN) && cap.unit() != BudgetUnit.TIME_MILLIS) {
        long reviewed = amount(roleSpend(AgentRole.REVIEWER), cap);
        kept.add(beside(reviewed, cap, shares.keptForReviewer(cap)));
      }
    }
    return account.amended(caps, kept);
  }

  private static Cap beside(long before, Cap cap, long more) {
    return new Cap(cap.scope(), cap.unit(), Math.addExact(before, more), cap.window());
  }

  private long usedOf(BudgetScope scope, Cap cap) {
    if (cap.unit() == BudgetUnit.TIME_MILLIS) {
      return activeIn(scope);
    }
    if (!scope.isOfRole()) {
      return amount(used.spent(), cap);
    }
    return used.byRole().entrySet().stream()
        .filter(role -> scope.binds(role.getKey()))
        .map(Map.Entry::getValue)
        .reduce(RoleSpend::plus)
        .map(spent -> amount(spent, cap))
        .orElse(0L);
  }

  private long activeIn(BudgetScope scope) {
    return scope.isOfRole()
        ? active.byRole().entrySet().stream()
            .filter(role -> scope.binds(role.getKey()))
            .mapToLong(role -> role.getValue().toMillis())
            .sum()
        : active.run().toMillis();
  }

  private RoleSpend roleSpend(AgentRole role) {
    return used.byRole().getOrDefault(role, RoleSpend.none());
  }

  private static long amount(RoleSpend spent, Cap cap) {
    return switch (cap.unit()) {
      case MONEY_NANO_USD -> spent.cost().nanos();
      case TOKENS -> spent.usage().total();
      case CALLS -> spent.calls();
      case TIME_MILLIS -> throw new IllegalArgumentException("no call has a time: " + cap);
    };
  }
}
