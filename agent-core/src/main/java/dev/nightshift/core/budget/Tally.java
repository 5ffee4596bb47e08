package dev.nightshift.core.budget;

import dev.nightshift.core.model.AgentRole;

/** What was spent and set aside in one scope in one window. Guarded by the ledger's lock. */
final class Tally {
  private Amounts spent = Amounts.NONE;
  private Amounts reserved = Amounts.NONE;
  private Amounts usedByReviewer = Amounts.NONE;

  void reserve(Amounts hold, AgentRole role) {
    Amounts more = reserved.plus(hold);
    if (role.equals(AgentRole.REVIEWER)) {
      usedByReviewer = usedByReviewer.plus(hold);
    }
    reserved = more;
  }

  void close(Amounts hold, Amounts actual, AgentRole role) {
    Amounts total = spent.plus(actual);
    if (role.equals(AgentRole.REVIEWER)) {
      usedByReviewer = usedByReviewer.minus(hold).plus(actual);
    }
    spent = total;
    reserved = reserved.minus(hold);
  }

  /** Spent and set aside together. */
  long used(BudgetUnit unit) {
    return Math.addExact(spent.of(unit), reserved.of(unit));
  }

  long usedByReviewer(BudgetUnit unit) {
    return usedByReviewer.of(unit);
  }
}
