package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import java.util.List;

/**
 * One candidate of a run, what its gates and reviewers said, and how the implementer answered.
 *
 * @param candidate the merge commit, its tree, and the commit of the target it was built on
 * @param gates the results of the gates that ran something themselves, in order
 * @param reviews the verdicts, in order
 * @param missingReviews the reviewers that were asked and gave no verdict, in order
 * @param answers what the implementer did about it, oldest first; empty if it was not sent back
 * @param fork the fork it is a candidate of; empty if it is one of the run's own branch
 */
public record RoundReport(
    MergeCandidate candidate,
    List<GateResult> gates,
    List<ReviewReport> reviews,
    List<MissingReview> missingReviews,
    List<Answer> answers,
    String fork) {
  /** Copies the lists. */
  public RoundReport {
    Require.nonNull(candidate, "candidate");
    gates = Require.elements(gates, "gates");
    reviews = Require.elements(reviews, "reviews");
    missingReviews = Require.elements(missingReviews, "missingReviews");
    answers = Require.elements(answers, "answers");
    Require.nonNull(fork, "fork");
  }

  /**
   * A reviewer that was asked and gave no verdict that counts. Nothing lands until it gives one on
   * the same work.
   *
   * @param reviewer its name, numbered if several reviewers of the run have that name
   * @param why what it raised instead, or what is wrong with what it returned; what it wrote before
   *     that, and whether that stands as an escalation
   */
  public record MissingReview(String reviewer, String why) {
    /** Refuses nulls. */
    public MissingReview {
      Require.nonNull(reviewer, "reviewer");
      Require.nonNull(why, "why");
    }
  }

  /** What sent the implementer back. */
  public enum Cause {
    /** A red gate. */
    GATE_FAILED,
    /** A request of a reviewer. */
    CHANGE_REQUESTED,
    /** A request of a human, after the run had ended. */
    HUMAN_REQUESTED,
    /** A conflict with the target. */
    CONFLICTED,
    /** News of the target. */
    BASE_MOVED
  }

  /**
   * What the implementer did when it was sent back.
   *
   * @param cause what sent it back
   * @param requestId the request it was sent back with, for example {@code R1} or {@code left-R1},
   *     else empty
   * @param changed whether it changed any file for it; where it was told of a conflict beside
   *     something else, the files of the conflict count only once that is resolved, and for a
   *     request only if it is about one of them
   * @param claim what it said; model text, not evidence
   */
  public record Answer(Cause cause, String requestId, boolean changed, String claim) {
    /** Refuses nulls. */
    public Answer {
      Require.nonNull(cause, "cause");
      Require.nonNull(requestId, "requestId");
      Require.nonNull(claim, "claim");
    }

    /**
     * Tells whether a request was answered without a change; its reviewer was shown the claim.
     *
     * @return true if implementer and reviewer disagree
     */
    public boolean isDispute() {
      return cause == Cause.CHANGE_REQUESTED && !changed;
    }
  }
}
