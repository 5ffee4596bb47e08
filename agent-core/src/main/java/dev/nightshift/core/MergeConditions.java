package dev.nightshift.core;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.MergeCandidate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the task itself asks for before a merge, whatever the pipeline asked its gates. */
final class MergeConditions {
  private static final MergeGate SCOPE = Gates.scope();
  private final Task task;
  private final CandidateSteps candidates;

  MergeConditions(Task task, CandidateSteps candidates) {
    this.task = task;
    this.candidates = candidates;
  }

  /** Why the change may only be proposed to a human, or null if it may be merged. */
  @Nullable String reasonToPropose() {
    return task.risk() == Risk.HIGH ? "a task of high risk is never merged without a human" : null;
  }

  /** What of the task speaks against merging the current candidate, or null if nothing does. */
  @Nullable DeliveryResult objectionTo(MergeCandidate candidate) throws InterruptedException {
    GateResult scope = candidates.evaluate(SCOPE, candidate);
    if (!scope.isPassed()) {
      candidates.note(scope, SCOPE, candidate);
      return new DeliveryResult.Redo(new Feedback.GateFailed(scope));
    }
    List<AcceptanceCriterion> criteria = task.acceptance();
    for (int index = 0; index < criteria.size(); index++) {
      if (criteria.get(index).isChecked() && !isProven(index)) {
        return new DeliveryResult.Refused(
            EndReason.GATE_FAILED,
            "no check of this run shows on candidate "
                + candidate.mergeCommit()
                + " that the criterion '"
                + criteria.get(index).text()
                + "' is met; check Gates.criteria() on it before the delivery, or deliver by"
                + " branch");
      }
    }
    return null;
  }

  private boolean isProven(int index) {
    CriterionEvidence worst = candidates.log().evidence(index);
    return worst != null && worst.met();
  }
}
