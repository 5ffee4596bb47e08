package dev.nightshift.core;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.workspace.MergeCandidate;

/** What came of a delivery. */
public sealed interface DeliveryResult {
  /**
   * The target points at the candidate's merge commit.
   *
   * @param candidate what landed; another one than asked for if the target had moved
   * @param checkoutNote what its owner has to do because a checkout of the target could not follow;
   *     empty if there is nothing to do
   */
  record Merged(MergeCandidate candidate, String checkoutNote) implements DeliveryResult {
    /**
     * Creates a result that leaves nothing to do.
     *
     * @param candidate what landed
     */
    public Merged(MergeCandidate candidate) {
      this(candidate, "");
    }
  }

  /**
   * The change waits for a human.
   *
   * @param branch the short branch name in the user's repository
   * @param reason why it is not merged
   */
  record Proposed(String branch, String reason) implements DeliveryResult {}

  /**
   * The change has to be worked on again.
   *
   * @param feedback for the implementer
   */
  record Redo(Feedback feedback) implements DeliveryResult {}

  /**
   * Nothing is delivered, and another round would not help: the evidence does not allow it, or the
   * target holds the change already.
   *
   * @param reason the typed end; {@code empty_diff} ends the run as one without a change
   * @param detail one sentence for the report
   */
  record Refused(EndReason reason, String detail) implements DeliveryResult {}
}
