package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.model.AgentRole;

/** What was spent and set aside in one scope in one window. Guarded by who owns the state. */
final class Tally {
  private Amounts spent = Amounts.NONE;
  private Amounts reserved = Amounts.NONE;
  private Amounts usedByReviewer = Amounts.NONE;

  /** Refuses what would be beyond the range of a number. */
  void requireRoom(Amounts more) {
    spent.plus(reserved).plus(more);
  }

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
