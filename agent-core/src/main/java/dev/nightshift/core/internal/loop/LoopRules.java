package dev.nightshift.core.internal.loop;

import dev.nightshift.core.model.AssistantTurn;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role decides in a {@link ModelLoop}.
 *
 * @param <R> what the loop ends with
 */
public interface LoopRules<R> {
  /** Returns how many model calls the conversation may have. */
  int maxSteps();

  /** Returns the names of the tools the model was shown. */
  Collection<String> toolNames();

  /**
   * Takes note of every turn, also of those that the loop answers by itself and of those that
   * paused.
   */
  default void heard(AssistantTurn turn) {}

  /** Reacts to a turn in a way of its own; null leaves it to the loop. */
  default @Nullable Step<R> react(AssistantTurn turn) throws InterruptedException {
    return null;
  }

  /**
   * Does a call and gives the answer to it; a {@code ToolArgumentException} or {@code
   * WorkspaceException} is an answer, too.
   *
   * @return what the loop ends with, or null
   */
  @Nullable R call(ToolRequest.Valid request, Answers answers) throws InterruptedException;

  /** Reports a call that was answered. */
  void finished(String tool, String detail, boolean isError);

  /** Returns what the model is told after a turn without calls, or one that was cut off. */
  String nudge(boolean isCut);

  /** Returns what the model is told beside the answers to its calls. */
  List<String> notes(AssistantTurn turn, boolean isRepeated, int stepsLeft);

  /** Returns the end that no call brought. */
  R stopped(LoopEnd why, String detail);
}
