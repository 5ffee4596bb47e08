package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;

/** Hears of the turns of one conversation in their order, on its thread. */
public interface TurnListener {
  /** Hears nothing. */
  TurnListener NONE = new TurnListener() {};

  /** A turn is about to be sent; if no answer comes, it is no part of the conversation. */
  default void sending(UserTurn turn) {}

  /** Answers are kept, in whose place the next turn that is sent puts a longer one. */
  default void kept(UserTurn answers) {}

  /** What was sent last was answered; a turn that paused and was continued comes in its parts. */
  default void answered(ModelResponse response) {}

  /** What was answered so far is sent in another form from now on. */
  default void compacted(CompactedHistory history) {}

  /** A conversation that goes on says something else than was recorded behind its first turns. */
  default void rewound(int turns) {}
}
