package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.TargetConflict;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the steps of one run found out, kept for its report. Used by the one thread of its run. */
final class RunLog {
  final Evidence evidence;
  final List<DecisionNote> decisions = new ArrayList<>();
  final List<Clarification> clarifications = new ArrayList<>();
  @Nullable WorkspacePlan plan;
  @Nullable MergeCandidate candidate;
  @Nullable Change change;
  @Nullable DeliveryResult delivered;
  @Nullable TargetConflict conflict;
  LeftOutWork leftOut = LeftOutWork.none();
  String head = "";
  private int work;
  String implementerSummary = "";
  int revisions;

  RunLog(Set<String> knownFlakyTests) {
    this.evidence = new Evidence(knownFlakyTests);
  }

  void planned(WorkspacePlan planned) {
    plan = planned;
    head = planned.baseCommit();
  }

  /** What the implementer or the pipeline changed is new work; merging the target is none. */
  void committed(String newHead) {
    if (!newHead.equals(head)) {
      work++;
    }
    head = newHead;
  }

  /** While a conflict is open, the work before it stays what it was before the first merge. */
  void conflicted(ConflictReport report) {
    TargetConflict open = conflict != null && conflict.isOpen() ? conflict : null;
    conflict = new TargetConflict(report, open == null ? head : open.workBefore(), true);
  }

  void built(MergeCandidate built, Change itsChange) {
    if (conflict != null) {
      conflict = new TargetConflict(conflict.report(), conflict.workBefore(), false);
    }
    candidate = built;
    change = itsChange;
    evidence.built(built, work);
  }

  /** Tells whether the last candidate holds all that is on the branch. */
  boolean isCandidateCurrent() {
    return candidate != null && candidate.headCommit().equals(head);
  }

  /** Refuses to go on after a delivery, so that what is reported stays what was delivered. */
  void requireUndelivered() {
    if (delivered != null) {
      throw new IllegalStateException(
          "this run has delivered already, as "
              + delivered.getClass().getSimpleName()
              + "; end it with that result");
    }
  }
}
