package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;

/** What a run that gets no further round for a feedback ends as, and why in words. */
public final class RedoReason {
  private RedoReason() {}

  /** The typed end. */
  public static EndReason reasonOf(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed) {
      return EndReason.GATE_FAILED;
    }
    return feedback instanceof Feedback.ChangeRequested
        ? EndReason.REVIEW_REJECTED
        : EndReason.CONFLICTED;
  }

  /** One sentence. */
  public static String detailOf(Feedback feedback) {
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
