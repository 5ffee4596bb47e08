package dev.nightshift.core;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.workspace.MergeCandidate;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Which verdict was given by whom on which candidate. Verdicts are told apart by identity, so that
 * one made elsewhere, or for another candidate, is never taken for evidence.
 */
final class Evidence {
  private final IdentityHashMap<GateResult, GateVerdict> gates = new IdentityHashMap<>();
  private final IdentityHashMap<Review, ReviewVerdict> reviews = new IdentityHashMap<>();

  void record(GateResult result, MergeGate gate, MergeCandidate candidate) {
    gates.put(result, new GateVerdict(gate, candidate, gates.size()));
  }

  void record(Review review, Reviewer reviewer, MergeCandidate candidate) {
    reviews.put(review, new ReviewVerdict(reviewer, candidate));
  }

  /** The gates that were asked about this candidate, each once. */
  List<MergeGate> gatesAskedAbout(MergeCandidate candidate) {
    return gates.values().stream()
        .filter(verdict -> verdict.candidate().equals(candidate))
        .sorted(Comparator.comparingInt(GateVerdict::order))
        .map(GateVerdict::gate)
        .distinct()
        .toList();
  }

  /** The gate behind a verdict on exactly this candidate. */
  MergeGate gateOf(GateResult result, MergeCandidate candidate) {
    GateVerdict verdict = gates.get(result);
    if (verdict == null || !verdict.candidate().equals(candidate)) {
      throw new IllegalArgumentException(
          "gate result '"
              + result.name()
              + "' was not given by this run on candidate "
              + candidate.mergeCommit()
              + "; call check(gate, candidate) and pass its result");
    }
    return verdict.gate();
  }

  /** The reviewers behind verdicts on exactly this candidate. */
  List<Reviewer> reviewersOf(List<Review> given, MergeCandidate candidate) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " has no review; call review(reviewer, candidate, gate) first");
    }
    return given.stream().map(review -> reviewerOf(review, candidate)).toList();
  }

  private Reviewer reviewerOf(Review review, MergeCandidate candidate) {
    ReviewVerdict verdict = reviews.get(review);
    if (verdict == null || !verdict.candidate().equals(candidate)) {
      throw new IllegalArgumentException(
          "a review was not given by this run on candidate "
              + candidate.mergeCommit()
              + "; call review(reviewer, candidate, gate) and pass its result");
    }
    return verdict.reviewer();
  }

  private record GateVerdict(MergeGate gate, MergeCandidate candidate, int order) {}

  private record ReviewVerdict(Reviewer reviewer, MergeCandidate candidate) {}
}
