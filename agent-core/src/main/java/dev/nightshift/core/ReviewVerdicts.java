package dev.nightshift.core;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.workspace.MergeCandidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the reviewers of one run said, by the candidate they said it of. */
final class ReviewVerdicts {
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Reviewer> reviewers = new ArrayList<>();

  /** Notes a verdict and returns it as the report tells it. */
  ReviewReport note(Review review, Reviewer reviewer, MergeCandidate candidate) {
    return note(new Verdict(review, reviewer, candidate, false));
  }

  /** Lets the approvals of one candidate count for the next, and returns what did. */
  List<ReviewReport> carryOver(MergeCandidate from, MergeCandidate to) {
    return askedAbout(from.mergeTree()).stream()
        .map(reviewer -> last(reviewer, from.mergeTree()))
        .flatMap(Optional::stream)
        .map(verdict -> note(new Verdict(verdict.review(), verdict.reviewer(), to, true)))
        .toList();
  }

  /** The reviewers that judged this tree, each once, in order. */
  List<Reviewer> askedAbout(String tree) {
    return on(tree).map(Verdict::reviewer).distinct().toList();
  }

  /** Tells whether this very object was given on the tree. */
  boolean isGiven(Review review, String tree) {
    return on(tree).anyMatch(verdict -> verdict.review() == review);
  }

  /** What this reviewer requested so far, oldest first. */
  List<RevisionRequest> requestsOf(Reviewer reviewer) {
    List<RevisionRequest> requests = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict.reviewer().equals(reviewer)
          && verdict.review() instanceof Review.ChangesRequested requested) {
        requests.add(requested.request());
      }
    }
    return requests;
  }

  /**
   * The first escalation on the candidate's tree or on the same work of the implementer, or null. A
   * human has to decide; no other verdict on the same takes that back.
   */
  Review.@Nullable Escalated escalation(MergeCandidate candidate) {
    return verdicts.stream()
        .filter(verdict -> verdict.isOfSameWork(candidate))
        .map(Verdict::review)
        .filter(Review.Escalated.class::isInstance)
        .map(Review.Escalated.class::cast)
        .findFirst()
        .orElse(null);
  }

  /** The first reviewer's last verdict on the tree that does not approve, or null. */
  @Nullable Review objection(String tree) {
    return askedAbout(tree).stream()
        .map(reviewer -> last(reviewer, tree))
        .flatMap(Optional::stream)
        .map(Verdict::review)
        .filter(review -> !(review instanceof Review.Approved))
        .findFirst()
        .orElse(null);
  }

  /** What each reviewer says of a criterion by now; one who says it is not met outweighs others. */
  @Nullable CriterionVerdict criterion(int index, String tree) {
    return askedAbout(tree).stream()
        .map(reviewer -> lastWord(index, on(tree).filter(said -> said.isBy(reviewer))))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(CriterionVerdict::met))
        .orElse(null);
  }

  private static Optional<CriterionVerdict> lastWord(int index, Stream<Verdict> said) {
    return said.flatMap(verdict -> verdict.review().criteria().stream())
        .filter(verdict -> verdict.index() == index)
        .reduce((before, after) -> after);
  }

  private Optional<Verdict> last(Reviewer reviewer, String tree) {
    return on(tree).filter(verdict -> verdict.isBy(reviewer)).reduce((before, after) -> after);
  }

  private Stream<Verdict> on(String tree) {
    return verdicts.stream().filter(verdict -> verdict.candidate().mergeTree().equals(tree));
  }

  private ReviewReport note(Verdict verdict) {
    if (!reviewers.contains(verdict.reviewer())) {
      reviewers.add(verdict.reviewer());
    }
    verdicts.add(verdict);
    return new ReviewReport(nameOf(verdict.reviewer()), verdict.review(), verdict.carriedOver());
  }

  private String nameOf(Reviewer reviewer) {
    long before =
        reviewers.subList(0, reviewers.indexOf(reviewer)).stream()
            .filter(other -> other.name().equals(reviewer.name()))
            .count();
    return before == 0 ? reviewer.name() : reviewer.name() + " #" + (before + 1);
  }

  private record Verdict(
      Review review, Reviewer reviewer, MergeCandidate candidate, boolean carriedOver) {
    boolean isBy(Reviewer other) {
      return reviewer.equals(other);
    }

    boolean isOfSameWork(MergeCandidate other) {
      return candidate.mergeTree().equals(other.mergeTree())
          || candidate.headCommit().equals(other.headCommit());
    }
  }
}
