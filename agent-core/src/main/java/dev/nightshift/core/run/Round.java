package dev.nightshift.core.run;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeCandidate;
import java.util.Comparator;

/**
 * What came of one round on a branch: an implementer worked, its work was merged with the target in
 * memory, and a gate judged the merge commit.
 *
 * @see RunScope#round
 */
public sealed interface Round {
  /**
   * Compares rounds by what their gates tested: one that passed is more than one that did not, and
   * of two that passed the one is more whose gate executed more tests. A gate that counts no tests
   * executed none.
   *
   * @return the order, so that {@link java.util.Collections#max} gives the best and, of equals, the
   *     first
   */
  static Comparator<Round> comparingTests() {
    return Comparator.comparing((Round round) -> round instanceof Passed)
        .thenComparing(
            round ->
                round instanceof Passed passed
                    ? passed.gate.tests().map(TestEvidence::executed).orElse(0)
                    : 0);
  }

  /**
   * There is a candidate that its gate passes, to be reviewed and delivered.
   *
   * @param candidate the merge commit that would land
   * @param gate the green verdict on it
   */
  record Passed(MergeCandidate candidate, GateResult gate) implements Round {
    /** Refuses a red verdict. */
    public Passed {
      Require.nonNull(candidate, "candidate");
      Require.nonNull(gate, "gate");
      if (!gate.isPassed()) {
        throw new IllegalArgumentException(
            "gate '" + VisibleText.name(gate.name()) + "' is red; such a round is a Round.Redo");
      }
    }
  }

  /**
   * The gate was red, or the branch conflicts with its target.
   *
   * @param feedback what the implementer has to be told in the next round on the same branch
   */
  record Redo(Feedback feedback) implements Round {
    /** Refuses null. */
    public Redo {
      Require.nonNull(feedback, "feedback");
    }
  }

  /**
   * There is nothing to merge: nothing has to change, the implementer asks, or a limit was reached.
   *
   * @param outcome what {@link RunScope#implement} returned; see {@link RunScope#end(Outcome)}
   */
  record Unchanged(Outcome outcome) implements Round {
    /** Refuses an outcome that is a change. */
    public Unchanged {
      Require.nonNull(outcome, "outcome");
      if (outcome instanceof Outcome.Changed changed) {
        throw new IllegalArgumentException("the outcome is a change: " + changed.summary());
      }
    }
  }
}
