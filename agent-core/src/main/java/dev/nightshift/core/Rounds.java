package dev.nightshift.core;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.internal.engine.RedoReason;
import java.util.Optional;

/**
 * Counts the rounds of one run: red gates and requested changes together, conflicts on their own.
 */
final class Rounds {
  private final int maxRevisions;
  private final int maxConflicts;
  private int revisions;
  private int conflicts;

  Rounds(int maxRevisions, int maxConflicts) {
    this.maxRevisions = maxRevisions;
    this.maxConflicts = maxConflicts;
  }

  /** Counts one more round, or says why there is none. */
  Optional<String> begin(Feedback feedback) {
    if (feedback instanceof Feedback.Conflicted || feedback instanceof Feedback.BaseMoved) {
      return ++conflicts > maxConflicts
          ? Optional.of(
              "after " + maxConflicts + " attempts to reconcile: " + RedoReason.detailOf(feedback))
          : Optional.empty();
    }
    return ++revisions > maxRevisions
        ? Optional.of("after " + maxRevisions + " revisions: " + RedoReason.detailOf(feedback))
        : Optional.empty();
  }
}
