package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.report.RunReport;
import java.util.List;

/**
 * The answer of a human by which a run was to go on, and did not get far: it is asked for again.
 */
final class UnfulfilledAnswer {
  private UnfulfilledAnswer() {}

  /**
   * Tells whether a run ended so that its question may be answered again.
   *
   * @param decisions what humans decided about it, oldest first
   * @param hasWork whether there is work of it on its own branch, which can be sent back instead
   */
  static boolean isIn(EndReason reason, List<HumanDecision> decisions, boolean hasWork) {
    return !decisions.isEmpty()
        && decisions.get(decisions.size() - 1).kind() == Kind.ANSWERED
        && Decisions.isRevisable(reason, true)
        && (!hasWork || Decisions.isCutShort(reason));
  }

  static boolean isIn(RunReport report) {
    return isIn(report.reason(), report.humanDecisions(), !report.branch().isEmpty());
  }
}
