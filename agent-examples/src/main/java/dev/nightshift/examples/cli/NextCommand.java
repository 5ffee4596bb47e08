package dev.nightshift.examples.cli;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.run.RecordedRun;
import java.util.Set;

/** What somebody has to do about a run, in the words of the command line. */
final class NextCommand {
  private static final Set<EndReason> DONE =
      Set.of(EndReason.MERGED, EndReason.NOTHING_TO_DO, EndReason.REJECTED);

  /** What the same batch does again by itself. */
  private static final Set<EndReason> CUT_SHORT =
      Set.of(EndReason.MODEL_UNAVAILABLE, EndReason.INTERRUPTED, EndReason.BLOCKED);

  private NextCommand() {}

  /** Returns it in one sentence without its stop; empty if nothing is to be done. */
  static String of(RecordedRun run) {
    RecordedRun.Origin origin = run.origin();
    EndReason reason = run.end().reason();
    if (run.status() == RecordedRun.Status.UNFINISHED && origin != null) {
      return origin.pipeline().isEmpty()
          ? "the program that began it ends it when it recovers; then run its task again"
          : "'nightshift runs resume' lets it go on";
    }
    return reason == null ? run.end().nextAction() : afterwards(run, reason);
  }

  /** The same for who sees all that is told of the run, its question included. */
  static String ofShown(RecordedRun run) {
    return EndReason.NEEDS_CLARIFICATION.equals(run.end().reason())
        ? "'nightshift runs answer " + run.id() + " --text TEXT' answers its question"
        : of(run);
  }

  private static String afterwards(RecordedRun run, EndReason reason) {
    boolean isRevisable = run.end().choices().contains(HumanDecision.Kind.REVISED);
    boolean isToAnswer = run.end().choices().contains(HumanDecision.Kind.ANSWERED);
    if (DONE.contains(reason)) {
      return "";
    }
    if (reason.equals(EndReason.PROPOSED)) {
      return "look at branch "
          + run.progress().branch()
          + " and 'nightshift runs accept', "
          + (isRevisable ? "'runs revise' " : "")
          + "or 'runs reject' it";
    }
    if (reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      return "'nightshift runs show' has its question, 'nightshift runs answer' answers it";
    }
    if (isToAnswer) {
      return "read its report, and 'nightshift runs answer' answers its question again"
          + (isRevisable ? ", 'runs revise' sends it back" : "")
          + "; or run its task again ('nightshift batch --again')";
    }
    if (reason.equals(EndReason.BUDGET_EXHAUSTED) || reason.equals(EndReason.TIME_LIMIT)) {
      return isRevisable
          ? "'nightshift runs revise' sends it back, with a budget if its own is used up"
          : "run its task again with a larger --budget-usd, --budget-tokens or --timeout";
    }
    if (isRevisable) {
      return "read its report, and 'nightshift runs revise' sends it back; or run its task again"
          + " ('nightshift batch --again')";
    }
    return CUT_SHORT.contains(reason)
        ? "read its report, and run its task again ('nightshift batch')"
        : "read its report, and run its task again ('nightshift batch --again')";
  }
}
