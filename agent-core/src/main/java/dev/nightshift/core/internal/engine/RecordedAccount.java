package dev.nightshift.core.internal.engine;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.internal.metering.AttemptEnd;
import dev.nightshift.core.internal.metering.AttemptEnd.How;
import dev.nightshift.core.internal.metering.RunSignals;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.report.HumanDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The account of a run as the notes of its record tell it.
 *
 * @param account who pays and within which limits
 * @param reserved all attempts for which money was set aside, in this order
 * @param dispatched those of them that were sent, or were about to be
 * @param ended those whose outcome was booked
 */
record RecordedAccount(
    Account account,
    List<Reservation> reserved,
    List<AttemptKey> dispatched,
    List<AttemptEnd> ended) {
  /** The key of the note with the account as it was opened, which is there once. */
  static final String OPENED = "account/opened";

  /** The key of the notes of what humans granted; one is noted before its decision. */
  static final String AMENDED = "account/amended";

  /**
   * An account that is that of the run once a decision is recorded.
   *
   * @param decision the number of that decision among those of the run, from 1 on
   */
  record Grant(int decision, Account account) {}

  /**
   * Reads the notes.
   *
   * @throws IllegalArgumentException if the record has no account, or two
   */
  static RecordedAccount of(RunRecord record) {
    List<Account> opened = notes(record, OPENED, Account.class);
    if (opened.size() != 1) {
      throw new IllegalArgumentException(
          "the record has " + opened.size() + " accounts, where a run has one");
    }
    return new RecordedAccount(
        amended(opened.get(0), record),
        notes(record, RunSignals.RESERVED, Reservation.class),
        notes(record, RunSignals.DISPATCHED, AttemptKey.class),
        notes(record, RunSignals.ENDED, AttemptEnd.class));
  }

  /**
   * Opens the account in a ledger with what humans granted. One that has forgotten the run is told
   * its attempts before it is amended again: they were within the caps of their time, and what was
   * granted since may be less than the most that one of them could cost.
   */
  void openAmended(BudgetLedger ledger) {
    try {
      ledger.spend(account.run());
      ledger.amend(account);
    } catch (IllegalArgumentException forgotten) {
      List<Cap> shared =
          account.caps().stream()
              .filter(cap -> !cap.scope().equals(BudgetScope.RUN) && !cap.scope().isOfRole())
              .toList();
      ledger.open(account.amended(shared, List.of()));
    }
  }

  /** Tells whether a record has an account; its process may have died before. */
  static boolean isIn(RunRecord record) {
    return !notes(record, OPENED, Account.class).isEmpty();
  }

  /** The account as the last human left it who gave the run something to spend. */
  private static Account amended(Account opened, RunRecord record) {
    List<HumanDecision> decisions = record.humanDecisions();
    List<Grant> grants = notes(record, AMENDED, Grant.class);
    for (int number = decisions.size(); number > 0; number--) {
      if (!decisions.get(number - 1).caps().isEmpty()) {
        int wanted = number;
        return grants.stream()
            .filter(grant -> grant.decision() == wanted)
            .reduce((before, after) -> after)
            .map(Grant::account)
            .orElseThrow(
                () -> new IllegalArgumentException("the record lacks the grant " + wanted));
      }
    }
    return opened;
  }

  /** The caps a run began with, none if its record has no account; nothing else of it is read. */
  static List<Cap> caps(RunRecord record) {
    return notes(record, OPENED, Account.class).stream()
        .flatMap(account -> account.caps().stream())
        .toList();
  }

  private static <T> List<T> notes(RunRecord record, String key, Class<T> type) {
    return record.notes(key, type).getOrDefault(key, List.of());
  }

  /** What the run spent and set aside until the last note. */
  SpendView spend() {
    Money held = Money.zero();
    for (Reservation reservation : reserved) {
      held = held.plus(reservation.hold());
    }
    Map<AttemptKey, Money> holds = new HashMap<>();
    reserved.forEach(reservation -> holds.put(reservation.key(), reservation.hold()));
    RoleSpend spent = RoleSpend.none();
    Money unresolved = Money.zero();
    Map<AgentRole, RoleSpend> byRole = new HashMap<>();
    for (AttemptEnd end : ended) {
      held = held.minus(holds.getOrDefault(end.key(), Money.zero()));
      if (end.how().isFree()) {
        continue;
      }
      spent = spent.plusCall(end.cost(), end.usage());
      AgentRole role = end.key().role();
      byRole.put(
          role, byRole.getOrDefault(role, RoleSpend.none()).plusCall(end.cost(), end.usage()));
      unresolved = end.how() == How.ESTIMATED ? unresolved.plus(end.cost()) : unresolved;
    }
    return new SpendView(account.caps(), spent, held, unresolved, byRole);
  }
}
