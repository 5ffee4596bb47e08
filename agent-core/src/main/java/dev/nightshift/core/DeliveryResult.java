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
   */
  record Merged(MergeCandidate candidate) implements DeliveryResult {}

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
   * The evidence does not allow a delivery, and another round would not help.
   *
   * @param reason the typed end
   * @param detail one sentence for the report
   */
  record Refused(EndReason reason, String detail) implements DeliveryResult {}
}
