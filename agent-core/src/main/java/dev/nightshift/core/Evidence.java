package dev.nightshift.core;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.workspace.MergeCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which verdict was given by whom on which candidate. Verdicts are told apart by identity, so that
 * one made elsewhere, or for another candidate, is never taken for evidence; one object that
 * several gates or reviewers return counts for each of them.
 */
final class Evidence {
  private final List<GateVerdict> gates = new ArrayList<>();
  private final List<ReviewVerdict> reviews = new ArrayList<>();

  void record(GateResult result, MergeGate gate, MergeCandidate candidate) {
    gates.add(new GateVerdict(result, gate, candidate));
  }

  void record(Review review, Reviewer reviewer, MergeCandidate candidate) {
    reviews.add(new ReviewVerdict(review, reviewer, candidate));
  }

  /** The gates that were asked about this candidate, each once, in order. */
  List<MergeGate> gatesAskedAbout(MergeCandidate candidate) {
    return gatesOn(candidate).map(GateVerdict::gate).distinct().toList();
  }

  /** The reviewers that were asked about this candidate, each once, in order. */
  List<Reviewer> reviewersAskedAbout(MergeCandidate candidate) {
    return reviewsOn(candidate).map(ReviewVerdict::reviewer).distinct().toList();
  }

  /** What this reviewer requested so far, oldest first. */
  List<RevisionRequest> requestsOf(Reviewer reviewer) {
    List<RevisionRequest> requests = new ArrayList<>();
    for (ReviewVerdict verdict : reviews) {
      if (verdict.reviewer() == reviewer
          && verdict.review() instanceof Review.ChangesRequested requested) {
        requests.add(requested.request());
      }
    }
    return requests;
  }

  /** Refuses a gate result that was not given on exactly this candidate. */
  void require(GateResult result, MergeCandidate candidate) {
    if (gatesOn(candidate).noneMatch(verdict -> verdict.result() == result)) {
      throw new IllegalArgumentException(
          "gate result '"
              + result.name()
              + "' was not given by this run on candidate "
              + candidate.mergeCommit()
              + "; call check(gate, candidate) and pass its result");
    }
  }

  /** Refuses no review, or one that was not given on exactly this candidate. */
  void require(List<Review> given, MergeCandidate candidate) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " has no review; call review(reviewer, candidate, gate) first");
    }
    for (Review review : given) {
      if (reviewsOn(candidate).noneMatch(verdict -> verdict.review() == review)) {
        throw new IllegalArgumentException(
            "a review was not given by this run on candidate "
                + candidate.mergeCommit()
                + "; call review(reviewer, candidate, gate) and pass its result");
      }
    }
  }

  private Stream<GateVerdict> gatesOn(MergeCandidate candidate) {
    return gates.stream().filter(verdict -> verdict.candidate().equals(candidate));
  }

  private Stream<ReviewVerdict> reviewsOn(MergeCandidate candidate) {
    return reviews.stream().filter(verdict -> verdict.candidate().equals(candidate));
  }

  private record GateVerdict(GateResult result, MergeGate gate, MergeCandidate candidate) {}

  private record ReviewVerdict(Review review, Reviewer reviewer, MergeCandidate candidate) {}
}
