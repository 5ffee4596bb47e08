package dev.nightshift.core;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.workspace.MergeCandidate;

/** What came of a delivery. */
public sealed interface DeliveryResult {
  /**
   * The target points at the candidate's merge commit.
   *
   * @param candidate what landed
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
   * The target moved and the change has to be worked on again.
   *
   * @param feedback for the implementer
   */
  record Redo(Feedback feedback) implements DeliveryResult {}
}
