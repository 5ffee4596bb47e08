package dev.nightshift.core.model;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

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
   * Says what the host knows of the work, to be told to the model word for word whenever the
   * history is compacted; see {@link CompactionPolicy}.
   *
   * @param facts asked on the thread of {@link #send}, each time; a text for the model, empty if
   *     there is nothing to say; takes the place of the one before
   */
  default void whenCompacted(Supplier<String> facts) {}

  /**
   * Returns all turns so far, those included that are no longer sent because the history was
   * compacted; the summary is none of them. Answers that were not sent yet are its last turn, in
   * whose place the next {@link #send} puts a longer one.
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

  /**
   * Returns what a tool call of the last turn came to before the process of the run ended: a run
   * that {@linkplain dev.nightshift.core.Nightshift#recover goes on} is told the turns of its role
   * again, and whoever does the calls of a turn uses these results in place of doing them.
   *
   * @param toolUseId a call of the last turn
   * @return the result as it was sent; empty, as in a run that was not recovered, if the call has
   *     to be done
   */
  default Optional<ContentBlock.ToolResult> knownResult(String toolUseId) {
    return Optional.empty();
  }

  /**
   * Tells whether a tool call of the last turn may have been begun by a process that ended before
   * it was answered. The files are as they were before the calls of the turn, so one that reads or
   * changes files is done again; what else one may have done is not known.
   *
   * @param toolUseId a call of the last turn without a {@link #knownResult}
   * @return false in a run that was not recovered
   */
  default boolean mayHaveBegun(String toolUseId) {
    return false;
  }
}
