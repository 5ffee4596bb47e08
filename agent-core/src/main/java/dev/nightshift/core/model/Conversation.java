package dev.nightshift.core.model;

import java.util.OptionalLong;

/**
 * A conversation with one model, owned by the engine: each call is routed, admitted, reserved,
 * retried, settled and reported there, so that a role can never spend money on its own.
 *
 * <p><b>Threads:</b> used by one thread at a time, as a rule that of its run. A cancel of the run
 * ends {@link #send} on whatever thread.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface Conversation {
  /**
   * Appends a user turn, calls the model and appends its answer.
   *
   * @param next what to say
   * @return the model's answer
   * @throws dev.nightshift.core.base.RunStoppedException if a budget, time or context limit ends
   *     the run; let it pass
   * @throws ModelException if the model could not be reached within the retry rules
   * @throws InterruptedException if the run was cancelled
   */
  AssistantTurn send(UserTurn next) throws InterruptedException;

  /**
   * Appends answers without calling the model: the next {@link #send} begins with them. So a round
   * that ends with a turn of the model loses nothing of what the host already knows.
   *
   * @param answers the results of tool calls of the last turn
   */
  void answer(UserTurn answers);

  /**
   * Returns all turns so far. Answers that were not sent yet are its last turn, in whose place the
   * next {@link #send} puts a longer one.
   *
   * @return the transcript
   */
  Transcript transcript();

  /**
   * Returns how much longer the prompt may get before every token of it costs more, because the
   * price of the model has tiers by the size of the prompt. What was said and answered so far is
   * counted as the provider did.
   *
   * @return provider tokens, at least 0; empty if no tier is ahead or nothing was counted yet
   */
  default OptionalLong tokensBeforeDearerTier() {
    return OptionalLong.empty();
  }
}
