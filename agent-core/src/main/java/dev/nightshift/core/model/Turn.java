package dev.nightshift.core.model;

import java.util.List;

/** One message of a conversation. Immutable; safe for concurrent use. */
public sealed interface Turn permits UserTurn, AssistantTurn {
  /**
   * Returns the content in order.
   *
   * @return the blocks, at least one
   */
  List<ContentBlock> blocks();
}
