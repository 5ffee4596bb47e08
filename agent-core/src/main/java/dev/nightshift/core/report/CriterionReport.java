package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;

/**
 * What is known about one acceptance criterion at the end.
 *
 * @param text the criterion
 * @param status who says so
 * @param met true if it holds; false if it does not or nobody looked
 * @param evidence the command and how it ended, or the reviewer's reason (model text)
 */
public record CriterionReport(String text, Status status, boolean met, String evidence) {
  /** Refuses nulls. */
  public CriterionReport {
    Require.nonNull(text, "text");
    Require.nonNull(status, "status");
    Require.nonNull(evidence, "evidence");
  }

  /** Who says whether a criterion is met. */
  public enum Status {
    /** A command ran on the merge commit. */
    PROVEN,
    /** The reviewer judged. */
    REVIEWER_SAYS,
    /** Nobody looked. */
    NOT_CHECKED
  }
}
