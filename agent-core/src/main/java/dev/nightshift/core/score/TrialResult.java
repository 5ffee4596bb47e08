package dev.nightshift.core.score;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.report.RunSpend;
import java.util.List;

/**
 * What came of one trial.
 *
 * @param trial what was asked
 * @param outcome what came of it
 * @param why one line for people: what the gate or the reviewer said, or why there is no verdict
 * @param right findings where the fault is, of an approval as well
 * @param wrong findings anywhere else
 * @param spend what the run of the trial cost, by role
 */
public record TrialResult(
    Trial trial,
    TrialOutcome outcome,
    String why,
    List<Finding> right,
    List<Finding> wrong,
    RunSpend spend) {
  /** Copies the lists. */
  public TrialResult {
    Require.nonNull(trial, "trial");
    Require.nonNull(outcome, "outcome");
    Require.nonNull(why, "why");
    right = Require.elements(right, "right");
    wrong = Require.elements(wrong, "wrong");
    Require.nonNull(spend, "spend");
  }

  /**
   * Tells whether the reviewer had a fault before it.
   *
   * @return true if there is one, the gate let it through and the reviewer was asked
   */
  public boolean isAnsweredFault() {
    return switch (outcome) {
      case CAUGHT, ESCAPED -> true;
      case NO_VERDICT -> trial.isPlanted();
      case CAUGHT_BY_GATE, PASSED, HELD_BACK, NOT_JUDGED -> false;
    };
  }
}
