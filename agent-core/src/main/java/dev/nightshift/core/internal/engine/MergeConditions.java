package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateNote;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.diff.UnseenFiles;
import dev.nightshift.core.internal.evidence.Noted;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the task itself asks for before a merge, whatever the pipeline asked its gates. */
final class MergeConditions {
  private static final MergeGate SCOPE = Gates.scope();
  private static final int MAX_LISTED = 10;
  private final Task task;
  private final CandidateSteps candidates;

  MergeConditions(Task task, CandidateSteps candidates) {
    this.task = task;
    this.candidates = candidates;
  }

  /** Why the last candidate may only be proposed to a human, or null if it may be merged. */
  @Nullable String reasonToPropose() {
    List<String> reasons = new ArrayList<>();
    if (task.risk() == Risk.HIGH) {
      reasons.add("a task of high risk is never merged without a human");
    }
    for (FlakyGate flaky : candidates.evidence().gates().flaky()) {
      if (!flaky.isExcused()) {
        reasons.add(told(flaky));
      }
    }
    MergeCandidate last = candidates.log().candidate;
    if (last != null) {
      addNoted(reasons, last);
      addUnmet(reasons, last);
      addUnseen(reasons, candidates.changeOf(last));
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static String told(FlakyGate flaky) {
    String gate = "gate '" + VisibleText.name(flaky.name()) + "' ";
    boolean couldNotStart =
        flaky.verdicts().stream()
            .filter(verdict -> !verdict.isPassed())
            .noneMatch(red -> red.missing().isEmpty());
    if (couldNotStart) {
      return gate
          + "lacked something on tree "
          + flaky.tree()
          + " and passed when it was there: look whether it should be";
    }
    return flaky.targetMoved()
        ? gate
            + "was red, and then green on tree "
            + flaky.tree()
            + " though only the target had moved: it is flaky, or what landed repaired it"
        : gate + "is flaky: it was red and green on tree " + flaky.tree();
  }

  /** The whole list stands among the decisions of the report. */
  private void addNoted(List<String> reasons, MergeCandidate last) {
    List<Noted> asking =
        candidates.evidence().notes(last).stream()
            .filter(noted -> noted.note().asksHuman())
            .toList();
    for (String gate : asking.stream().map(Noted::gate).distinct().toList()) {
      List<GateNote> notes =
          asking.stream().filter(one -> one.gate().equals(gate)).map(Noted::note).toList();
      reasons.add(
          "gate '%s' asks a human to look at %d %s, the first being: %s"
              .formatted(
                  VisibleText.name(gate),
                  notes.size(),
                  notes.size() == 1 ? "place" : "places",
                  VisibleText.name(notes.get(0).text())));
    }
  }

  private void addUnmet(List<String> reasons, MergeCandidate last) {
    List<AcceptanceCriterion> criteria = task.acceptance();
    for (int index = 0; index < criteria.size(); index++) {
      CriterionVerdict said = candidates.evidence().reviews().criterion(index, last.mergeTree());
      if (said != null && !said.met()) {
        reasons.add(
            "a reviewer says that the criterion '"
                + VisibleText.name(criteria.get(index).text())
                + "' is not met");
      }
    }
  }

  private void addUnseen(List<String> reasons, Change change) {
    if (change.truncated()) {
      reasons.add(
          "the diff is larger than "
              + Change.MAX_PATCH_CHARS
              + " characters, so nobody reviewed all of it");
    }
    List<String> paths = UnseenFiles.of(change, task);
    if (paths.isEmpty()) {
      return;
    }
    String shown =
        paths.stream().limit(MAX_LISTED).map(VisibleText::name).collect(Collectors.joining(", "));
    String more = paths.size() > MAX_LISTED ? " and " + (paths.size() - MAX_LISTED) + " more" : "";
    reasons.add(
        "nobody could see the new content of "
            + shown
            + more
            + ", which is no text, larger than 10 MB or too long for the diff; look at it, or let the"
            + " task allow it (allowBinary)");
  }

  /** What of the task speaks against merging the current candidate, or null if nothing does. */
  @Nullable DeliveryResult objectionTo(MergeCandidate candidate) throws InterruptedException {
    Feedback.GateFailed outside = outsideScope(candidate);
    if (outside != null) {
      return new DeliveryResult.Redo(outside);
    }
    AcceptanceCriterion unproven = unproven(candidate);
    return unproven == null
        ? null
        : new DeliveryResult.Refused(
            EndReason.GATE_FAILED,
            "no check of this run shows on candidate "
                + candidate.mergeCommit()
                + " that the criterion '"
                + VisibleText.name(unproven.text())
                + "' is met; check Gates.criteria() on it before the delivery, or deliver by"
                + " branch");
  }

  /** Tells whether checks of this run show of all criteria that have one that they are met. */
  boolean areProven(MergeCandidate candidate) {
    return unproven(candidate) == null;
  }

  private @Nullable AcceptanceCriterion unproven(MergeCandidate candidate) {
    List<AcceptanceCriterion> criteria = task.acceptance();
    for (int index = 0; index < criteria.size(); index++) {
      if (criteria.get(index).isChecked() && !isProven(index, candidate)) {
        return criteria.get(index);
      }
    }
    return null;
  }

  /** What the candidate changes outside the paths that the task allows, or null. */
  Feedback.@Nullable GateFailed outsideScope(MergeCandidate candidate) throws InterruptedException {
    GateResult scope = candidates.evaluate(SCOPE, candidate);
    if (scope.isPassed()) {
      return null;
    }
    candidates.note(scope, SCOPE, candidate);
    return new Feedback.GateFailed(scope);
  }

  private boolean isProven(int index, MergeCandidate candidate) {
    CriterionEvidence worst = candidates.evidence().gates().criterion(index, candidate.mergeTree());
    return worst != null && worst.met();
  }
}
