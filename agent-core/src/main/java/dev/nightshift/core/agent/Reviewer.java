package dev.nightshift.core.agent;

/**
 * The role that judges a change. By type it receives no conversation of another role and nothing it
 * could write to.
 *
 * <p>What it requests stays open until it closes it by id, so a reviewer that may request changes
 * approves with {@code Review.approvedClosing(request.openRequests())}. Within a run it is known by
 * {@code equals}: use one object for all its reviews of a run, or override it.
 *
 * <p><b>Caller:</b> the engine, once per candidate, on the run's thread; may block. <b>Threads:</b>
 * one object serves many runs at once and keeps no state between calls.
 */
@FunctionalInterface
public interface Reviewer {
  /**
   * Judges one candidate. If it throws, there is no verdict, and nothing lands until it gives one;
   * what it reported by {@link ReviewRequest#objected} stands for the run.
   *
   * @param request task, change, evidence and read-only trees
   * @return the verdict
   * @throws InterruptedException if the run was cancelled
   */
  Review review(ReviewRequest request) throws InterruptedException;

  /**
   * Returns the name reports show. The record of a run knows by it whose review it holds, so that
   * it has to be the same whenever it is asked.
   *
   * @return a short text, {@code reviewer} unless overridden
   */
  default String name() {
    return "reviewer";
  }
}
