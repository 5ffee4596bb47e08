package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.DeliveryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who has to be asked about what one delivery lands, and is asked again when the target moved: the
 * gates, and the reviewers where what the target got touches what the run read or changed.
 */
final class Revalidation {
  private final CandidateSteps candidates;
  private final MergeConditions conditions;
  private final MergeGate given;

  /** The last candidate about which everybody was asked who had to be. */
  private MergeCandidate validated;

  /** Whether what the target got since touches what the run read or changed. */
  private boolean overlaps;

  /**
   * Takes what was asked before the delivery.
   *
   * @param given the gate whose verdict the delivery was begun with
   */
  Revalidation(
      CandidateSteps candidates,
      MergeConditions conditions,
      MergeCandidate validated,
      MergeGate given) {
    this.candidates = candidates;
    this.conditions = conditions;
    this.validated = validated;
    this.given = given;
  }

  /**
   * Tells whether the candidate is what everybody was asked about. A merge may have failed half
   * way, and the delivery may have asked others itself, about whichever candidate.
   */
  boolean isDone(MergeCandidate candidate) {
    return candidate.equals(validated)
        && gates(candidate).stream().allMatch(gate -> isAnswered(gate, candidate))
        && heard(candidate).containsAll(reviewers(candidate));
  }

  /** Notes that the target moved. */
  void moved(boolean nowOverlaps) {
    overlaps = nowOverlaps;
  }

  /** Notes that everybody was asked, and that nothing was said against it. */
  void done(MergeCandidate candidate) {
    validated = candidate;
    overlaps = false;
  }

  /** Asks whoever has to be asked; null if nothing was said against the candidate. */
  @Nullable DeliveryResult askAgain(MergeCandidate candidate) throws InterruptedException {
    DeliveryResult objection = gatesAgain(candidate);
    if (objection == null) {
      objection = conditions.objectionTo(candidate);
    }
    if (objection == null && !overlaps) {
      candidates.evidence().carryOver(validated, candidate);
    }
    return objection == null && conditions.reasonToPropose() == null
        ? reviewsAgain(candidate)
        : objection;
  }

  /** Whoever was asked about this work, on whatever the target was. */
  private List<MergeGate> gates(MergeCandidate candidate) {
    Evidence evidence = candidates.evidence();
    return evidence.gates().askedAbout(evidence.judged(candidate), given);
  }

  private List<Reviewer> reviewers(MergeCandidate candidate) {
    Evidence evidence = candidates.evidence();
    return evidence.reviews().askedAbout(evidence.sameWork(candidate.mergeTree()));
  }

  private boolean isAnswered(MergeGate gate, MergeCandidate candidate) {
    Evidence evidence = candidates.evidence();
    return evidence.gates().isAnswered(gate, evidence.judged(candidate));
  }

  private List<Reviewer> heard(MergeCandidate candidate) {
    Evidence evidence = candidates.evidence();
    return evidence.reviews().heardAbout(candidate.mergeTree(), evidence.isSameAs(candidate));
  }

  /** A red that does not stand, as one that the host excuses, hides the parts behind it. */
  private @Nullable DeliveryResult gatesAgain(MergeCandidate candidate)
      throws InterruptedException {
    for (MergeGate gate : gates(candidate)) {
      while (!isAnswered(gate, candidate)) {
        candidates.checkAgain(unanswered(gate, candidate), candidate);
        DeliveryResult found = candidates.saidAgainst(candidate);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** The first of a gate without an answer on just this candidate; the whole, if none has one. */
  private MergeGate unanswered(MergeGate gate, MergeCandidate candidate) {
    List<MergeGate> all = Gates.allAsked(gate);
    List<MergeGate> left = all.stream().filter(part -> !isAnswered(part, candidate)).toList();
    return left.size() == all.size() ? gate : left.get(0);
  }

  private @Nullable DeliveryResult reviewsAgain(MergeCandidate candidate)
      throws InterruptedException {
    List<Reviewer> asked = new ArrayList<>(reviewers(candidate));
    asked.removeAll(heard(candidate));
    Evidence evidence = candidates.evidence();
    GateResult shown = Objects.requireNonNull(evidence.gates().last(evidence.judged(candidate)));
    for (Reviewer reviewer : asked) {
      candidates.review(reviewer, candidate, shown);
      DeliveryResult found = candidates.saidAgainst(candidate);
      if (found != null) {
        return found;
      }
    }
    return candidates.objectionTo(candidate);
  }
}
