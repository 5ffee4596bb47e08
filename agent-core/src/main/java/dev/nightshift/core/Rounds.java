package dev.nightshift.core;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
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
          ? Optional.of("after " + maxConflicts + " attempts to reconcile: " + detailOf(feedback))
          : Optional.empty();
    }
    return ++revisions > maxRevisions
        ? Optional.of("after " + maxRevisions + " revisions: " + detailOf(feedback))
        : Optional.empty();
  }

  static EndReason reasonOf(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed) {
      return EndReason.GATE_FAILED;
    }
    return feedback instanceof Feedback.ChangeRequested
        ? EndReason.REVIEW_REJECTED
        : EndReason.CONFLICTED;
  }

  static String detailOf(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed failed) {
      return "gate failed: "
          + failed.gate().leaves().stream()
              .filter(leaf -> !leaf.isPassed())
              .map(GateResult::name)
              .findFirst()
              .orElse(failed.gate().name());
    }
    if (feedback instanceof Feedback.ChangeRequested requested) {
      return "the reviewer requests a change at "
          + requested.request().finding().path()
          + ":"
          + requested.request().finding().line()
          + (requested.id().isEmpty() ? "" : " (" + requested.id() + ")");
    }
    if (feedback instanceof Feedback.Conflicted conflicted) {
      return "the branch conflicts with its target in "
          + conflicted.report().paths().size()
          + " files";
    }
    return "the target moved";
  }
}
