package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;

/** What a run that gets no further round for a feedback ends as, and why in words. */
public final class RedoReason {
  private static final int MAX_DETAIL_CHARS = 300;

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
      GateResult red =
          failed.gate().leaves().stream()
              .filter(leaf -> !leaf.isPassed())
              .findFirst()
              .orElse(failed.gate());
      String first = red.detail().strip().lines().findFirst().orElse("");
      return "gate failed: "
          + VisibleText.name(red.name())
          + (first.isEmpty() ? "" : " (" + BoundedText.oneLine(first, MAX_DETAIL_CHARS) + ")");
    }
    if (feedback instanceof Feedback.ChangeRequested requested) {
      return "the reviewer requests a change at "
          + VisibleText.name(requested.request().finding().path())
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
