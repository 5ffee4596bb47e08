package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The account of one run. */
final class RunAccount {
  final Account terms;

  /** Units in which a call used more than its bound, so that no further bound can be trusted. */
  final Set<BudgetUnit> violated = EnumSet.noneOf(BudgetUnit.class);

  /** How its attempts ended: a run has one for each call, and keeps no more of it. */
  private final Map<AttemptKey, String> closed = new HashMap<>();

  private final Map<AgentRole, RoleSpend> byRole = new HashMap<>();
  private RoleSpend spent = RoleSpend.none();
  private Money reserved = Money.zero();
  private Money unresolved = Money.zero();

  RunAccount(Account terms) {
    this.terms = terms;
  }

  boolean hasCapOn(BudgetUnit unit) {
    return terms.caps().stream().anyMatch(cap -> cap.unit() == unit);
  }

  void reserve(Money hold) {
    reserved = reserved.plus(hold);
  }

  void free(Money hold) {
    reserved = reserved.minus(hold);
  }

  void close(AttemptKey attempt, String outcome) {
    closed.put(attempt, outcome);
  }

  /** Refuses an attempt that was closed. */
  void requireOpen(AttemptKey attempt) {
    String outcome = closed.get(attempt);
    if (outcome != null) {
      throw new IllegalStateException("attempt " + attempt + " is closed already: " + outcome);
    }
  }

  void spend(AgentRole role, Money cost, TokenUsage usage) {
    RoleSpend total = spent.plusCall(cost, usage);
    byRole.put(role, byRole.getOrDefault(role, RoleSpend.none()).plusCall(cost, usage));
    spent = total;
  }

  void leaveUnresolved(Money cost) {
    unresolved = unresolved.plus(cost);
  }

  SpendView view() {
    return new SpendView(terms.caps(), spent, reserved, unresolved, byRole);
  }
}
