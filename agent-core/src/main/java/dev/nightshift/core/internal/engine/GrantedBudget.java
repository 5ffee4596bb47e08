package dev.nightshift.core.internal.engine;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.model.AgentRole;
import java.time.Duration;
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
record GrantedBudget(SpendView used, Duration active) {
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
      if (cap.scope().equals(BudgetScope.RUN)) {
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

  private RoleSpend roleSpend(AgentRole role) {
    return used.byRole().getOrDefault(role, RoleSpend.none());
  }

  private long amount(RoleSpend spent, Cap cap) {
    return switch (cap.unit()) {
      case MONEY_NANO_USD -> spent.cost().nanos();
      case TOKENS -> spent.usage().total();
      case CALLS -> spent.calls();
      case TIME_MILLIS -> active.toMillis();
    };
  }
}
