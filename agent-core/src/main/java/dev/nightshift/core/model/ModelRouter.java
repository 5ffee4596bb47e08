package dev.nightshift.core.model;

import dev.nightshift.core.task.Task;

/**
 * Chooses the model that really serves a role, asked at the start of each conversation.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
@FunctionalInterface
public interface ModelRouter {
  /**
   * Returns the model to use.
   *
   * @param requested the model the role asks for
   * @param role the role
   * @param task the task of the run
   * @return the model to call; its provider must be registered
   */
  ModelId route(ModelId requested, AgentRole role, Task task);

  /**
   * Returns a router that changes nothing.
   *
   * @return the identity
   */
  static ModelRouter direct() {
    return (requested, role, task) -> requested;
  }
}
