package dev.nightshift.core.agent;

/**
 * The role that writes the change.
 *
 * <p><b>Caller:</b> the engine, once per round, on the run's thread; may block. <b>Threads:</b> one
 * object serves many runs at once and keeps no state between calls.
 */
@FunctionalInterface
public interface Implementer {
  /**
   * Works on the task, or on the feedback of the last round.
   *
   * @param assignment task, workspace, feedback and the conversation that is kept over rounds
   * @return what came of it
   * @throws InterruptedException if the run was cancelled
   */
  Outcome implement(Assignment assignment) throws InterruptedException;

  /**
   * Returns what it is called. The record of a run knows by it whose work it holds, and a branch
   * whose {@linkplain Assignment#conversation(String, dev.nightshift.core.model.ConversationSpec)
   * conversations} it has, so that it has to be the same whenever it is asked.
   *
   * @return a short text, {@code implementer} unless overridden
   */
  default String name() {
    return "implementer";
  }
}
