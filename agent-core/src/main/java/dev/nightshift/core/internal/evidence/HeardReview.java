package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.agent.Review;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer said until now in a review that has no verdict.
 *
 * @param reviewer its name
 * @param wrote its words
 * @param objections what it objected and did not take back, each once
 */
public record HeardReview(String reviewer, List<String> wrote, List<Review.Escalated> objections) {
  /** The name of notes of what was heard. */
  public static final String NOTED = "review/heard";

  /** Nothing was heard yet. */
  public static HeardReview nothing(String reviewer) {
    return new HeardReview(reviewer, List.of(), List.of());
  }

  public boolean isNothing() {
    return wrote.isEmpty() && objections.isEmpty();
  }

  /** What stands if no verdict follows, or an approval; null if nothing does. */
  public Review.@Nullable Escalated stands() {
    return objections.isEmpty() ? null : objections.get(0);
  }

  public HeardReview with(Review.Escalated objection) {
    return new HeardReview(
        reviewer,
        wrote,
        Stream.concat(objections.stream(), Stream.of(objection)).distinct().toList());
  }

  public HeardReview without(Review.Escalated objection) {
    return new HeardReview(
        reviewer, wrote, objections.stream().filter(other -> !other.equals(objection)).toList());
  }

  /** Returns what ended the review, with what was heard, for the report. */
  String toldAfter(String cause) {
    return cause
        + (wrote.isEmpty() ? "" : "; before that it wrote: " + String.join(" \u2026 ", wrote))
        + (objections.isEmpty() ? "" : "; that stands, and a human has to decide");
  }
}
