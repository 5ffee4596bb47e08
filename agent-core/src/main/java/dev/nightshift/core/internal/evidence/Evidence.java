package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.tree.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one book of what a run was told of its candidates. A verdict belongs to the tree it was given
 * on: it counts whoever asks again, however often the same tree is merged, and whichever commit has
 * that tree. Verdicts are told apart by identity, so that one made elsewhere, or for another tree,
 * is never taken for evidence. Used by one thread at a time.
 *
 * <p>What forks of a run are told while they work at once is entered one fork after the other, so
 * that the book is the same whoever was faster.
 */
public final class Evidence {
  /** What stops a run through whom it asks, not from outside. */
  private static final Set<EndReason> OF_THE_ROLE =
      Set.of(EndReason.ENVIRONMENT, EndReason.CONTEXT_EXHAUSTED);

  private final WorkTrees works = new WorkTrees();
  private final GateVerdicts gates;
  private final ReviewVerdicts reviews = new ReviewVerdicts(works);
  private final List<Round> rounds = new ArrayList<>();
  private final List<Consumer<Evidence>> entries = new ArrayList<>();
  private final Set<String> knownFlakyTests;

  public Evidence(Set<String> knownFlakyTests) {
    this.knownFlakyTests = knownFlakyTests;
    this.gates = new GateVerdicts(works, knownFlakyTests);
  }

  /** Says who reads the trees of candidates that are built from now on. */
  public void readBy(WorkTrees.Trees trees) {
    works.readBy(trees);
  }

  /** An empty book by the same rules. */
  public Evidence another() {
    return new Evidence(knownFlakyTests);
  }

  /** Enters all that another book holds, as if it had been said now. */
  public void takeIn(Evidence other) {
    other.entries.forEach(entry -> entry.accept(this));
  }

  /** This tree, and those of the same work with another target. */
  public Set<String> sameWork(String tree) {
    return works.sameAs(tree);
  }

  public GateVerdicts gates() {
    return gates;
  }

  public ReviewVerdicts reviews() {
    return reviews;
  }

  /** Begins a round; what is said from now on of this candidate belongs to it. */
  public void built(MergeCandidate candidate, Change change, String fork, int work) {
    entries.add(book -> book.built(candidate, change, fork, work));
    works.built(candidate, change, fork + "#" + work);
    rounds.add(new Round(new Judged(candidate, change, rounds.size()), fork));
    reviews.requests().built(place(candidate));
  }

  /** A candidate as it was built last. */
  public Judged judged(MergeCandidate candidate) {
    return roundOf(candidate).judged;
  }

  /** Where a candidate stands in the run, for what was requested of it. */
  public RequestBook.Place place(MergeCandidate candidate) {
    return roundOf(candidate).place();
  }

  /**
   * What its reviewers have not closed of what they requested of the last candidate of a branch.
   */
  public List<OpenRequest> openRequests(String fork) {
    return lastRound(fork).map(last -> reviews.requests().open(last.place())).orElse(List.of());
  }

  /** The id of the newest such request to the last candidate of a branch, else empty. */
  public String idOf(RevisionRequest request, String fork) {
    return lastRound(fork).map(last -> reviews.requests().idOf(request, last.place())).orElse("");
  }

  /** The gate of a result that was given on just this candidate. */
  public MergeGate giver(GateResult result, MergeCandidate candidate) {
    MergeGate giver = gates.giverOf(result, judged(candidate));
    if (giver == null) {
      throw new IllegalArgumentException(
          "gate result '"
              + VisibleText.name(result.name())
              + "' was not given by this run on candidate "
              + candidate.mergeCommit()
              + ", or on what changes the same; call check(gate, candidate) and pass its result");
    }
    return giver;
  }

  public void record(GateResult result, MergeGate gate, MergeCandidate candidate) {
    entries.add(book -> book.record(result, gate, candidate));
    gates.note(result, gate, judged(candidate));
    roundOf(candidate).gates.addAll(result.leaves());
  }

  /** What gates want a human to look at of a candidate. */
  public List<Noted> notes(MergeCandidate candidate) {
    return Noted.in(gates.said(judged(candidate)));
  }

  /**
   * What a gate lacks now as it did in the round before on the run's own branch, though the
   * implementer answered that; null if nothing.
   */
  public @Nullable GateResult lackedAgain(GateResult result, MergeCandidate candidate) {
    Round now = roundOf(candidate);
    if (!now.fork.isEmpty()) {
      return null;
    }
    List<GateResult> before =
        rounds.subList(0, rounds.indexOf(now)).stream()
            .filter(round -> round.fork.isEmpty() && !round.gates.isEmpty())
            .reduce((earlier, later) -> later)
            .filter(Round::wasAnsweredByTheImplementerAlone)
            .map(round -> round.gates)
            .orElse(List.of());
    return result.leaves().stream()
        .filter(leaf -> !leaf.missing().isEmpty())
        .filter(leaf -> before.stream().anyMatch(said -> isNoFurther(said, leaf)))
        .findFirst()
        .orElse(null);
  }

  /** A criterion that is met meanwhile is progress, though another one lacks the same. */
  private static boolean isNoFurther(GateResult said, GateResult leaf) {
    return said.name().equals(leaf.name())
        && said.missing().equals(leaf.missing())
        && said.criteria().equals(leaf.criteria());
  }

  /**
   * Takes a review for evidence. An objection counts even where the review is refused for what it
   * closes.
   *
   * @throws IllegalArgumentException if it closes what its reviewer did not request
   */
  public void record(Review review, Reviewer reviewer, MergeCandidate candidate) {
    String foreign =
        note(review, reviewer, candidate, reviews.requests().known(reviewer, place(candidate)));
    if (!foreign.isEmpty()) {
      throw new IllegalArgumentException(foreign);
    }
  }

  /** What a fork requested while this one worked was not shown to its reviewer. */
  private String note(
      Review review, Reviewer reviewer, MergeCandidate candidate, List<String> shown) {
    entries.add(book -> book.note(review, reviewer, candidate, shown));
    Round round = roundOf(candidate);
    String foreign = reviews.requests().foreign(review, reviewer, shown, round.place());
    if (foreign.isEmpty() || !(review instanceof Review.Approved)) {
      round.reviews.add(reviews.note(review, reviewer, candidate, round.place(), shown));
    }
    return foreign;
  }

  /** Lets the approvals of one candidate count for the next one, visibly. */
  public void carryOver(MergeCandidate from, MergeCandidate to) {
    entries.add(book -> book.carryOver(from, to));
    roundOf(to).reviews.addAll(reviews.carryOver(from, to, isSameAs(from)));
  }

  /** Notes that a gate gave no verdict; nothing lands until it gives one. */
  public void unfinished(MergeGate gate, MergeCandidate candidate, Throwable why) {
    entries.add(book -> book.unfinished(gate, candidate, why));
    GateResult none = GateResult.failed(RoleName.of(gate), "not finished: " + cause(why));
    gates.unfinished(none, gate, judged(candidate));
    roundOf(candidate).gates.add(none);
  }

  /** Notes that a reviewer gave no verdict; nothing lands until it gives one. */
  public void unfinished(
      Reviewer reviewer, MergeCandidate candidate, Throwable why, HeardReview heard) {
    entries.add(book -> book.unfinished(reviewer, candidate, why, heard));
    String told = heard.toldAfter(cause(why));
    reviews.stands(heard.stands());
    roundOf(candidate).missing.add(reviews.unfinished(reviewer, candidate.mergeTree(), told));
  }

  /** Notes what a reviewer said whose process ended, where nobody went on with its review. */
  public void cut(HeardReview heard, String fork) {
    entries.add(book -> book.cut(heard, fork));
    reviews.stands(heard.stands());
    String why = heard.toldAfter("its process ended, and the run went on without it");
    lastRound(fork)
        .ifPresent(last -> last.missing.add(new RoundReport.MissingReview(heard.reviewer(), why)));
  }

  /** What kept a step from its result, as reports tell it. */
  public static String cause(Throwable why) {
    if (why instanceof RunStoppedException stop && OF_THE_ROLE.contains(stop.reason())) {
      return String.valueOf(stop.getMessage());
    }
    return why instanceof InterruptedException || why instanceof RunStoppedException
        ? "the run was stopped while it ran"
        : Failure.of(why).toString();
  }

  /** Notes what the implementer did about the last round of its branch. */
  public void answered(RoundReport.Answer answer, String fork) {
    entries.add(book -> book.answered(answer, fork));
    lastRound(fork)
        .ifPresent(
            last -> {
              reviews.requests().answered(answer, last.place());
              last.answers.add(answer);
            });
  }

  private Optional<Round> lastRound(String fork) {
    return rounds.stream()
        .filter(round -> round.fork.equals(fork))
        .reduce((before, after) -> after);
  }

  /** The rounds in which anything was said, or that the implementer answered, oldest first. */
  public List<RoundReport> rounds() {
    return rounds.stream().filter(Round::isHeard).map(Round::report).toList();
  }

  /** Refuses no review, or one that was not given on just this candidate. */
  public void require(List<Review> given, MergeCandidate candidate) {
    if (given.isEmpty()) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " has no review; call review(reviewer, candidate, gate) first");
    }
    for (Review review : given) {
      if (!reviews.isGiven(review, isSameAs(candidate))) {
        throw new IllegalArgumentException(
            "a review was not given by this run on candidate "
                + candidate.mergeCommit()
                + ", or on what changes the same; call review(reviewer, candidate, gate) and pass its result");
      }
    }
  }

  /** Whoever judged one of these judged this candidate. */
  public Predicate<MergeCandidate> isSameAs(MergeCandidate candidate) {
    Judged judged = judged(candidate);
    return other -> judged(other).isSameAs(judged);
  }

  private Round roundOf(MergeCandidate candidate) {
    for (int i = rounds.size() - 1; i >= 0; i--) {
      if (rounds.get(i).judged.candidate().equals(candidate)) {
        return rounds.get(i);
      }
    }
    throw new IllegalStateException("candidate " + candidate.mergeCommit() + " was never built");
  }

  /** One candidate while it is judged. */
  private static final class Round {
    private final Judged judged;
    private final String fork;
    private final List<GateResult> gates = new ArrayList<>();
    private final List<ReviewReport> reviews = new ArrayList<>();
    private final List<RoundReport.MissingReview> missing = new ArrayList<>();
    private final List<RoundReport.Answer> answers = new ArrayList<>();

    Round(Judged judged, String fork) {
      this.judged = judged;
      this.fork = fork;
    }

    /** A human who sends a run back gives it rounds of its own. */
    boolean wasAnsweredByTheImplementerAlone() {
      return !answers.isEmpty()
          && answers.stream()
              .noneMatch(answer -> answer.cause() == RoundReport.Cause.HUMAN_REQUESTED);
    }

    boolean isHeard() {
      return !gates.isEmpty() || !reviews.isEmpty() || !missing.isEmpty() || !answers.isEmpty();
    }

    RequestBook.Place place() {
      return new RequestBook.Place(judged.tree(), fork, judged.number());
    }

    RoundReport report() {
      return new RoundReport(judged.candidate(), gates, reviews, missing, answers, fork);
    }
  }
}
