package dev.nightshift.core;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.MergeCandidate;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the steps of one run found out, kept for its report. Used by the one thread of its run. */
final class RunLog {
  final List<Review> reviews = new ArrayList<>();
  final List<DecisionNote> decisions = new ArrayList<>();
  final List<GateResult> gatesOnCandidate = new ArrayList<>();
  final List<Review> reviewsOfCandidate = new ArrayList<>();
  @Nullable WorkspacePlan plan;
  @Nullable MergeCandidate candidate;
  @Nullable Change change;
  @Nullable DeliveryResult delivered;
  String head = "";
  String implementerSummary = "";
  int revisions;

  void planned(WorkspacePlan planned) {
    plan = planned;
    head = planned.baseCommit();
  }

  /** A new candidate voids the verdicts on the one before. */
  void built(MergeCandidate built, Change itsChange) {
    candidate = built;
    change = itsChange;
    gatesOnCandidate.clear();
    reviewsOfCandidate.clear();
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

  /** The worst that any check showed of a criterion on the candidate; null if none looked. */
  @Nullable CriterionEvidence evidence(int criterion) {
    return gatesOnCandidate.stream()
        .flatMap(gate -> gate.leaves().stream())
        .flatMap(leaf -> leaf.criteria().stream())
        .filter(shown -> shown.index() == criterion)
        .min(Comparator.comparing(CriterionEvidence::met))
        .orElse(null);
  }

  void reviewed(Review review, MergeCandidate reviewed) {
    reviews.add(review);
    if (reviewed.equals(candidate)) {
      reviewsOfCandidate.add(review);
    }
  }
}
