package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import java.util.List;

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
   * Returns what all of them cost.
   *
   * @return the sum of all their runs
   */
  public Money cost() {
    Money all = Money.zero();
    for (TaskOutcome outcome : outcomes) {
      all = all.plus(outcome.cost());
    }
    return all;
  }

  /**
   * Returns the summary for people: a line for each task with its dispatch key, end, criteria that
   * are met of all, tests that passed of those executed, revisions, cost and branch, below a
   * heading, and a last line with the sum.
   *
   * @return lines of plain text without a line feed behind the last
   */
  public String toTable() {
    return SummaryTable.of(this);
  }
}
