package dev.nightshift.core.trust;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import java.util.Locale;

/**
 * Lets a change of a known kind land after so many clean runs in a row.
 *
 * @param cleanRuns how many, at least 1
 * @param kinds which kinds, and what they may change
 */
record CleanRunsPolicy(int cleanRuns, KindPaths kinds) implements TrustPolicy {
  CleanRunsPolicy {
    if (cleanRuns < 1) {
      throw new IllegalArgumentException(
          "cleanRuns " + cleanRuns + " must be at least 1; without a policy, use Delivery.merge()");
    }
  }

  @Override
  public Decision judge(Task task, Change change, Standing standing) {
    if (!kinds.knows(task.kind())) {
      return propose(
          "a task of kind '"
              + VisibleText.name(task.kind().name())
              + "' never lands without a human");
    }
    String mismatch = kinds.mismatch(task.kind(), change);
    if (!mismatch.isEmpty()) {
      return new Decision(
          Verdict.MISMATCH,
          "it is no change of kind '" + VisibleText.name(task.kind().name()) + "': " + mismatch);
    }
    if (task.risk() == Risk.HIGH) {
      return propose("a task of high risk never lands without a human");
    }
    boolean isEarned = standing.streak() >= cleanRuns;
    return isEarned
        ? new Decision(Verdict.LAND, "trust is earned for " + standing.key() + ": " + standing)
        : propose(
            String.format(
                Locale.ROOT,
                "trust is not earned yet for %s: %d of %d clean runs in a row%s",
                standing.key(),
                standing.streak(),
                cleanRuns,
                standing.setBack().isEmpty() ? "" : "; set back: " + standing.setBack()));
  }

  private static Decision propose(String why) {
    return new Decision(Verdict.PROPOSE, why);
  }
}
