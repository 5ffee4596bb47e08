package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import java.util.List;
import java.util.function.Function;

/**
 * What became of a list of tasks.
 *
 * @param outcomes one for each task, in the order of the list
 */
public record TaskSummary(List<TaskOutcome> outcomes) {
  /** Copies the list. */
  public TaskSummary {
    outcomes = Require.elements(outcomes, "outcomes");
  }

  /**
   * Tells whether all tasks ended well.
   *
   * @return true if the change of each was delivered, or nothing had to change
   */
  public boolean isWell() {
    return outcomes.stream().allMatch(TaskOutcome::isWell);
  }

  /**
   * Returns what all of them cost at most.
   *
   * @return the sum of all their runs
   */
  public Money cost() {
    return sum(TaskOutcome::cost);
  }

  /**
   * Returns the part of the {@link #cost} that is a bound.
   *
   * @return the sum of what nobody knows exactly; zero if all bills are known
   */
  public Money unresolved() {
    return sum(TaskOutcome::unresolved);
  }

  private Money sum(Function<TaskOutcome, Money> part) {
    return outcomes.stream().map(part).reduce(Money.zero(), Money::plus);
  }

  /**
   * Returns the summary for people: a line for each task with its dispatch key, end, criteria that
   * are met of all, tests that passed of those executed, revisions, cost and branch, below a
   * heading, and a last line with the sum. A cost that is a bound in part says of how much.
   *
   * @return lines of plain text without a line feed behind the last
   */
  public String toTable() {
    return SummaryTable.of(this);
  }
}
