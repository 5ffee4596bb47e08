package dev.nightshift.examples.cli;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.RecordedRun;
import java.util.Set;

/** What somebody has to do about a run, in the words of the command line. */
final class NextCommand {
  private static final Set<EndReason> DONE =
      Set.of(EndReason.MERGED, EndReason.NOTHING_TO_DO, EndReason.REJECTED);

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
    return reason == null ? run.end().nextAction() : afterwards(reason, run.progress().branch());
  }

  private static String afterwards(EndReason reason, String branch) {
    if (DONE.contains(reason)) {
      return "";
    }
    if (reason.equals(EndReason.PROPOSED)) {
      return "look at branch " + branch + " and 'nightshift runs accept' or 'runs reject' it";
    }
    if (reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      return "'nightshift runs show' has its question, 'nightshift runs answer' answers it";
    }
    boolean isUsedUp =
        reason.equals(EndReason.BUDGET_EXHAUSTED) || reason.equals(EndReason.TIME_LIMIT);
    if (isUsedUp && !branch.isEmpty()) {
      return "'nightshift runs revise' with a budget sends it back";
    }
    return isUsedUp
        ? "run its task again with a larger --budget-usd, --budget-tokens or --timeout"
        : "read its report, and run its task again ('nightshift batch --again')";
  }
}
