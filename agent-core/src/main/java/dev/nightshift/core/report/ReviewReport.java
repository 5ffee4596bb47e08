package dev.nightshift.core.report;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * One verdict of a reviewer, as a report tells it.
 *
 * @param reviewer its name, numbered if several reviewers of the run have that name
 * @param review the verdict, with the ids of the requests it closes; its texts are model text
 * @param requestId the id of the request it makes, for example {@code R1}; empty if it makes none
 * @param closed the ids of the requests that are closed by it: of those it closes, its reviewer's
 *     own, on other and later work than they were made on or after their reviewer was shown an
 *     answer
 * @param disputed the ids of its reviewer's own requests about which it was shown what the
 *     implementer says, because they were answered by no change, or the work is again what it was
 *     when they were made
 * @param carriedOver true if it was given on an earlier candidate and counts for this one because
 *     what landed meanwhile touches nothing the run read or changed
 */
public record ReviewReport(
    String reviewer,
    Review review,
    String requestId,
    List<String> closed,
    List<String> disputed,
    boolean carriedOver) {
  /** Copies the lists. */
  public ReviewReport {
    Require.nonNull(reviewer, "reviewer");
    Require.nonNull(review, "review");
    Require.nonNull(requestId, "requestId");
    closed = Require.elements(closed, "closed");
    disputed = Require.elements(disputed, "disputed");
  }
}
