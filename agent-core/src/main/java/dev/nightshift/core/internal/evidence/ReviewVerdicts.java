package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.report.RoundReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the reviewers of one run said, by the candidate they said it of. */
public final class ReviewVerdicts {
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Reviewer> reviewers = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();
  private final WorkTrees works;
  private final RequestBook requests;
  private Review.@Nullable Escalated escalation;

  ReviewVerdicts(WorkTrees works) {
    this.works = works;
    this.requests = new RequestBook(works);
  }

  /** What was requested in this run, and what of it is open. */
  public RequestBook requests() {
    return requests;
  }

  /**
   * Notes a verdict and returns it as the report tells it.
   *
   * @param shown the requests that its reviewer was shown, closed or not
   */
  ReviewReport note(
      Review review,
      Reviewer reviewer,
      MergeCandidate candidate,
      RequestBook.Place place,
      List<String> shown) {
    List<String> disputed =
        requests.disputes(shown, place).stream().map(Dispute::requestId).toList();
    List<String> closed = requests.close(review, shown, place);
    String requestId = requests.add(review, reviewer, place);
    return note(
        new Verdict(
            reviewer,
            candidate,
            new ReviewReport(nameOf(reviewer), review, requestId, closed, disputed, false)));
  }

  /** Notes that a reviewer gave no verdict and returns it as the report tells it. */
  RoundReport.MissingReview unfinished(Reviewer reviewer, String tree, String why) {
    RoundReport.MissingReview told = new RoundReport.MissingReview(nameOf(reviewer), why);
    missing.add(new Missing(reviewer, tree, told, verdicts.size()));
    return told;
  }

  /** A reviewer that gave no verdict on the work of this tree, and none since, or null. */
  public RoundReport.@Nullable MissingReview missing(String tree) {
    Set<String> trees = works.sameAs(tree);
    return stillMissing(trees).map(Missing::told).findFirst().orElse(null);
  }

  private Stream<Missing> stillMissing(Set<String> trees) {
    return missing.stream()
        .filter(none -> trees.contains(none.tree()))
        .filter(
            none ->
                verdicts.subList(none.after(), verdicts.size()).stream()
                    .noneMatch(later -> later.isBy(none.reviewer()) && later.isOn(trees)));
  }

  /**
   * Lets the approvals of one candidate count for the next, and returns what did. Who has judged
   * that one itself, or was asked to, is not spoken for.
   */
  List<ReviewReport> carryOver(
      MergeCandidate from, MergeCandidate to, Predicate<MergeCandidate> isFrom) {
    List<Reviewer> asked =
        missing.stream()
            .filter(none -> none.tree().equals(to.mergeTree()))
            .map(Missing::reviewer)
            .toList();
    return heardAbout(Set.of(from.mergeTree())).stream()
        .filter(reviewer -> !asked.contains(reviewer))
        .filter(reviewer -> verdicts.stream().noneMatch(said -> said.isOf(reviewer, to)))
        .map(reviewer -> last(reviewer, from.mergeTree()))
        .flatMap(Optional::stream)
        .filter(said -> isFrom.test(said.candidate()))
        .map(verdict -> note(verdict.carriedOver(to)))
        .toList();
  }

  /** The reviewers that were asked about any of these trees, each once. */
  public List<Reviewer> askedAbout(Set<String> trees) {
    return Stream.concat(heardAbout(trees).stream(), stillMissing(trees).map(Missing::reviewer))
        .distinct()
        .toList();
  }

  /** The reviewers that judged such a candidate and of whom no verdict is missing on its tree. */
  public List<Reviewer> heardAbout(String tree, Predicate<MergeCandidate> same) {
    List<Reviewer> silent = stillMissing(Set.of(tree)).map(Missing::reviewer).toList();
    return on(tree)
        .filter(verdict -> same.test(verdict.candidate()))
        .map(Verdict::reviewer)
        .distinct()
        .filter(reviewer -> !silent.contains(reviewer))
        .toList();
  }

  private List<Reviewer> heardAbout(Set<String> trees) {
    return on(trees).map(Verdict::reviewer).distinct().toList();
  }

  /** Tells whether this very object was given on such a candidate. */
  boolean isGiven(Review review, Predicate<MergeCandidate> same) {
    return verdicts.stream()
        .anyMatch(verdict -> verdict.review() == review && same.test(verdict.candidate()));
  }

  /** Takes what was heard of a review without a verdict as an escalation, if it is one. */
  void stands(Review.@Nullable Escalated heard) {
    escalation = escalation == null ? heard : escalation;
  }

  /** A human decided how the run goes on, as an escalation asks. */
  public void decided() {
    escalation = null;
  }

  /**
   * The first escalation of the run, or null. A human has to {@linkplain #decided decide}; no other
   * verdict and no later work takes that back.
   */
  public Review.@Nullable Escalated escalation() {
    return escalation;
  }

  /**
   * The request that has to be dealt with before this candidate can land, or null: the last word of
   * a reviewer on its tree, else the oldest that is open on its branch or on its work.
   */
  public @Nullable OpenRequest objection(RequestBook.Place place) {
    Stream<OpenRequest> lastWords =
        askedAbout(Set.of(place.tree())).stream()
            .map(reviewer -> last(reviewer, place.tree()))
            .flatMap(Optional::stream)
            .flatMap(Verdict::request);
    return Stream.concat(lastWords, requests.open(place).stream()).findFirst().orElse(null);
  }

  /** What each reviewer says of a criterion by now; one who says it is not met outweighs others. */
  public @Nullable CriterionVerdict criterion(int index, String tree) {
    return askedAbout(Set.of(tree)).stream()
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
    return on(Set.of(tree));
  }

  private Stream<Verdict> on(Set<String> trees) {
    return verdicts.stream().filter(verdict -> verdict.isOn(trees));
  }

  private ReviewReport note(Verdict verdict) {
    verdicts.add(verdict);
    if (verdict.review() instanceof Review.Escalated escalated) {
      stands(escalated);
    }
    return verdict.told();
  }

  private String nameOf(Reviewer reviewer) {
    if (!reviewers.contains(reviewer)) {
      reviewers.add(reviewer);
    }
    long before =
        reviewers.subList(0, reviewers.indexOf(reviewer)).stream()
            .filter(other -> RoleName.of(other).equals(RoleName.of(reviewer)))
            .count();
    String name = RoleName.of(reviewer);
    return before == 0 ? name : name + " #" + (before + 1);
  }

  /** That there is no verdict, with how many the run had then. */
  private record Missing(
      Reviewer reviewer, String tree, RoundReport.MissingReview told, int after) {}

  private record Verdict(Reviewer reviewer, MergeCandidate candidate, ReviewReport told) {
    Review review() {
      return told.review();
    }

    Verdict carriedOver(MergeCandidate to) {
      return new Verdict(
          reviewer,
          to,
          new ReviewReport(
              told.reviewer(), review(), told.requestId(), told.closed(), told.disputed(), true));
    }

    Stream<OpenRequest> request() {
      return review() instanceof Review.ChangesRequested asked
          ? Stream.of(new OpenRequest(told.requestId(), asked.request()))
          : Stream.empty();
    }

    boolean isOn(Set<String> trees) {
      return trees.contains(candidate.mergeTree());
    }

    boolean isOf(Reviewer other, MergeCandidate judged) {
      return isBy(other) && candidate.equals(judged);
    }

    boolean isBy(Reviewer other) {
      return reviewer.equals(other);
    }
  }
}
