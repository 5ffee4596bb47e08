package dev.nightshift.core;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.run.RecordedRun;

/**
 * What runs of a task cost.
 *
 * @param money at most, what is set aside for open calls included
 * @param bound the part of it that nobody knows exactly
 */
record TaskCost(Money money, Money bound) {
  static final TaskCost NONE = new TaskCost(Money.zero(), Money.zero());

  /** The cost of a run that has ended: what was set aside for it is settled or given back. */
  static TaskCost ended(SpendView spend) {
    return new TaskCost(spend.spent().cost(), spend.unresolved());
  }

  /** The cost of a run without an end so far, whose open calls may be charged in full. */
  static TaskCost open(SpendView spend) {
    return new TaskCost(spend.charged(), spend.unresolved().plus(spend.reserved()));
  }

  /** The cost of a run as its records tell of it. */
  static TaskCost of(RecordedRun known) {
    SpendView spend = known.progress().spend();
    return known.end().reason() == null ? open(spend) : ended(spend);
  }

  TaskCost plus(TaskCost other) {
    return new TaskCost(money.plus(other.money), bound.plus(other.bound));
  }
}
