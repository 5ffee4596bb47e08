package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.ledger.LedgerRecord.Warned;
import dev.nightshift.core.model.AgentRole;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What was reached of the caps of a run and is to be told; it changes nothing. */
record Warnings(List<BudgetWarning> highest, List<Warned> all) {
  static Warnings of(LedgerState state, RunId run, AgentRole role, LocalDate day) {
    RunAccount account = state.find(run);
    List<BudgetWarning> highest = new ArrayList<>();
    List<Warned> all = new ArrayList<>();
    if (account == null) {
      return new Warnings(highest, all);
    }
    for (Cap cap : account.terms.caps()) {
      if (!cap.scope().binds(role)) {
        continue;
      }
      Tally tally = state.counters().at(account, role, cap, day);
      int reached = 0;
      for (int percent : BudgetWarning.PERCENTS) {
        if (tally.isNews(cap, percent)) {
          all.add(new Warned(run, role, cap, day, percent));
          reached = percent;
        }
      }
      if (reached > 0) {
        highest.add(
            new BudgetWarning(
                account.scope(cap.scope(), role), cap, reached, tally.spent(cap.unit())));
      }
    }
    return new Warnings(List.copyOf(highest), all);
  }

  /** Returns which soft limits of caps of a run are reached. */
  static List<BudgetWarning> softLimits(
      LedgerState state, RunId run, AgentRole role, LocalDate day) {
    RunAccount account = state.account(run);
    List<BudgetWarning> reached = new ArrayList<>();
    for (Cap cap : account.terms.caps()) {
      SoftLimit soft = cap.softLimit();
      if (soft != null && cap.scope().binds(role)) {
        Tally tally = state.counters().at(account, role, cap, day);
        if (tally.isSpent(cap, soft.percent())) {
          reached.add(
              new BudgetWarning(
                  account.scope(cap.scope(), role), cap, soft.percent(), tally.spent(cap.unit())));
        }
      }
    }
    return List.copyOf(reached);
  }
}
