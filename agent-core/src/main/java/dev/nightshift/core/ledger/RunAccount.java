package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.ledger.LedgerRecord.Estimated;
import dev.nightshift.core.ledger.LedgerRecord.Released;
import dev.nightshift.core.ledger.LedgerRecord.Settled;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The account of one run. */
final class RunAccount {
  /** Who pays and within which limits, which may be changed while the run has an account. */
  Account terms;

  /** What its calls count in, from the whole ledger to the run. */
  final List<ScopeName> path;

  /** How long it was active. */
  final AccountTime time = new AccountTime();

  /** Units in which a call used more than its bound, so that no further bound can be trusted. */
  final Set<BudgetUnit> violated = EnumSet.noneOf(BudgetUnit.class);

  /** How its attempts ended: a run has one for each call, and keeps no more of it. */
  private final Map<AttemptKey, LedgerRecord> closed = new HashMap<>();

  private final Map<AgentRole, RoleSpend> byRole = new HashMap<>();
  private RoleSpend spent = RoleSpend.none();
  private Money reserved = Money.zero();
  private @Nullable ModelId model;

  /** What a bound stands for, until it is known; {@code spent} is without these. */
  private final Map<AttemptKey, Estimated> bounds = new HashMap<>();

  RunAccount(Account terms) {
    this.terms = terms;
    this.path = terms.path();
  }

  /** Tells whether an account is this one, be it with other caps. */
  boolean isButForItsCaps(Account other) {
    return other.amended(terms.caps(), terms.keptForReviewer()).equals(terms);
  }

  boolean hasCapOn(BudgetUnit unit) {
    return terms.caps().stream().anyMatch(cap -> cap.unit() == unit);
  }

  /** Which one the scope of a cap is for a call of a role. */
  ScopeName scope(BudgetScope scope, AgentRole role) {
    for (ScopeName known : path) {
      if (known.scope().equals(scope)) {
        return known;
      }
    }
    return ofRole(role);
  }

  /** The innermost scope of a call. */
  static ScopeName ofRole(AgentRole role) {
    return new ScopeName(BudgetScope.ROLE, role.name());
  }

  /** The record that sets none of its time aside any more. */
  Timed timeGivenBack(LocalDate day, long writer) {
    return new Timed(terms.run(), day, time.millis(), time.byRole(), 0, writer);
  }

  void reserve(Reservation reservation) {
    reserved = reserved.plus(reservation.hold());
    model = reservation.call().model();
  }

  /** The model for which money was set aside last. */
  @Nullable ModelId model() {
    return model;
  }

  void free(Money hold) {
    reserved = reserved.minus(hold);
  }

  void close(AttemptKey attempt, LedgerRecord end) {
    closed.put(attempt, end);
  }

  /** Refuses an attempt that was closed. */
  void requireOpen(AttemptKey attempt) {
    LedgerRecord end = closed.get(attempt);
    if (end != null) {
      throw new IllegalStateException("attempt " + attempt + " is closed already: " + outcome(end));
    }
  }

  private static String outcome(LedgerRecord end) {
    if (end instanceof Settled settled) {
      return "settled at " + settled.cost();
    }
    return end instanceof Released released
        ? "released: " + released.proof()
        : "settled by its bound at " + ((Estimated) end).cost();
  }

  void spend(AgentRole role, Money cost, TokenUsage usage) {
    RoleSpend total = spent.plusCall(cost, usage);
    byRole.put(role, byRole.getOrDefault(role, RoleSpend.none()).plusCall(cost, usage));
    spent = total;
  }

  void leaveUnresolved(Estimated bound) {
    bounds.put(bound.key(), bound);
  }

  void resolve(AttemptKey key) {
    bounds.remove(key);
  }

  /** Nothing is reserved any more, so it need not be known how attempts ended. */
  void forgetClosed() {
    closed.clear();
  }

  SpendView view() {
    RoleSpend all = spent;
    Money unresolved = Money.zero();
    Map<AgentRole, RoleSpend> roles = new HashMap<>(byRole);
    for (Estimated bound : bounds.values()) {
      RoleSpend one = RoleSpend.none().plusCall(bound.cost(), bound.usage());
      all = all.plus(one);
      unresolved = unresolved.plus(bound.cost());
      roles.merge(bound.key().role(), one, RoleSpend::plus);
    }
    return new SpendView(terms.caps(), all, reserved, unresolved, roles);
  }
}
