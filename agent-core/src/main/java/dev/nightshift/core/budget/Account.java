package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.TaskKind;
import java.util.List;

/**
 * Who pays and within which limits: all that a ledger is told about a run. Data only, so that a
 * ledger may keep it on disk or elsewhere.
 *
 * @param run the run
 * @param kind the kind of its task, whose caps it shares with others of that kind
 * @param caps all of them hold at once
 * @param reviewerSharePercent percent of each cap per run that are kept for the reviewer, 0 to 90
 */
public record Account(RunId run, TaskKind kind, List<Cap> caps, int reviewerSharePercent) {
  /** Copies the caps; refuses nulls and a share out of range. */
  public Account {
    Require.nonNull(run, "run");
    Require.nonNull(kind, "kind");
    caps = Require.elements(caps, "caps");
    if (reviewerSharePercent < 0 || reviewerSharePercent > 90) {
      throw new IllegalArgumentException(
          "reviewerSharePercent "
              + reviewerSharePercent
              + " must be 0 to 90; 0 keeps nothing back");
    }
  }

  /** How much of a run cap is kept; at least one call, when the cap leaves one for the others. */
  long keptForReviewer(Cap cap) {
    long amount = cap.amount();
    // Split, because a cap times a percentage may not fit a long.
    long share = amount / 100 * reviewerSharePercent + amount % 100 * reviewerSharePercent / 100;
    boolean isCalls = cap.unit() == BudgetUnit.CALLS;
    return isCalls && reviewerSharePercent > 0 && amount >= 2 ? Math.max(1, share) : share;
  }
}
