package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;

/** What is noted of a conversation, in the order in which it happened. */
public sealed interface ConversationNote {
  /** It was begun. */
  record Begun(ConversationSpec spec) implements ConversationNote {}

  /**
   * A turn is being sent; it counts if an answer follows, else the one that is sent next.
   *
   * @param request by which the same request is known again, see {@link RequestHashes}
   */
  record Sending(UserTurn turn, String request) implements ConversationNote {}

  /** Answers wait to be sent, in whose place the next turn that is sent puts a longer one. */
  record Kept(UserTurn answers) implements ConversationNote {}

  /**
   * The model answered.
   *
   * @param model the model that served the call
   */
  record Answered(AssistantTurn turn, TokenUsage usage, ModelId model)
      implements ConversationNote {}

  /**
   * What was answered so far is sent in this form from now on; all its turns are still its turns.
   */
  record Compacted(CompactedHistory history) implements ConversationNote {}

  /**
   * What was said behind its first turns counts no more: a run that went on said something else.
   *
   * @param turns how many turns are left
   */
  record Rewound(int turns) implements ConversationNote {}
}
