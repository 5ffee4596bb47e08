package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.model.AgentRole;
import java.util.HashSet;
import java.util.Set;

/** What was spent and set aside in one scope in one window. Guarded by who owns the state. */
final class Tally {
  private final Sums spent = new Sums();
  private final Sums reserved = new Sums();
  private final Sums usedByReviewer = new Sums();

  /** Which parts of which caps were told to have been reached. */
  private final Set<Told> told = new HashSet<>();

  private record Told(BudgetUnit unit, long amount, int percent) {}

  /** Notes that a part of a cap was told; in the one window this counts for. */
  void tell(Cap cap, int percent) {
    told.add(new Told(cap.unit(), cap.amount(), percent));
  }

  /** Tells whether a part of a cap was reached, and nobody was told. */
  boolean isNews(Cap cap, int percent) {
    return isSpent(cap, percent) && !told.contains(new Told(cap.unit(), cap.amount(), percent));
  }

  /** Tells whether a part of a cap was spent, whoever knows of it. */
  boolean isSpent(Cap cap, int percent) {
    long amount = cap.amount();
    // Split, because a cap times a percentage may not fit a long.
    long part = amount / 100 * percent + (amount % 100 * percent + 99) / 100;
    return amount > 0 && spent.of(cap.unit()) >= part;
  }

  long spent(BudgetUnit unit) {
    return spent.of(unit);
  }

  long reserved(BudgetUnit unit) {
    return reserved.of(unit);
  }

  /** Refuses what would be beyond the range of a number. */
  void requireRoom(Amounts more) {
    spent.amounts().plus(reserved.amounts()).plus(more);
  }

  /** Refuses active time beyond the range of a number. */
  void requireRoom(long millis) {
    long unused = Math.addExact(used(BudgetUnit.TIME_MILLIS), millis);
  }

  /** A run was active so much longer. */
  void work(long millis) {
    spent.addMillis(millis);
  }

  /** So much more active time is set aside, or less. */
  void setTimeAside(long millis) {
    reserved.addMillis(millis);
  }

  void reserve(Amounts hold, AgentRole role) {
    if (role.equals(AgentRole.REVIEWER)) {
      usedByReviewer.add(hold);
    }
    reserved.add(hold);
  }

  void close(Amounts hold, Amounts actual, AgentRole role) {
    if (role.equals(AgentRole.REVIEWER)) {
      usedByReviewer.subtract(hold);
      usedByReviewer.add(actual);
    }
    reserved.subtract(hold);
    spent.add(actual);
  }

  /** Puts what is known now in the place of what was spent by a bound. */
  void correct(Amounts bound, Amounts actual, AgentRole role) {
    if (role.equals(AgentRole.REVIEWER)) {
      usedByReviewer.subtract(bound);
      usedByReviewer.add(actual);
    }
    spent.subtract(bound);
    spent.add(actual);
  }

  /** Spent and set aside together. */
  long used(BudgetUnit unit) {
    return Math.addExact(spent.of(unit), reserved.of(unit));
  }

  long usedByReviewer(BudgetUnit unit) {
    return usedByReviewer.of(unit);
  }
}
