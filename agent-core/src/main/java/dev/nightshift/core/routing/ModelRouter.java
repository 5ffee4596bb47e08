package dev.nightshift.core.routing;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.task.Task;

/**
 * Chooses the models that may serve a role, asked at the start of each conversation, and once
 * before a run is dispatched. A {@link RoutingTable} is the one to read and write by hand.
 *
 * <p>The engine begins with the lowest rung and climbs one when the gate was red twice, a review
 * was rejected, or an answer was cut at its output limit. Whatever is chosen, two roles of a run
 * never share a model unless the caller said so: a rung that another role has is passed over.
 *
 * <p><b>Threads:</b> safe for concurrent use. The same question has the same answer, as long as a
 * run lasts.
 */
@FunctionalInterface
public interface ModelRouter {
  /**
   * Returns the models to use.
   *
   * @param requested the model the role asks for
   * @param role the role
   * @param task the task of the run
   * @return the models to call; their providers must be registered
   */
  ModelLadder route(ModelId requested, AgentRole role, Task task);

  /**
   * Returns a router that changes nothing.
   *
   * @return the identity
   */
  static ModelRouter direct() {
    return (requested, role, task) -> ModelLadder.of(requested);
  }
}
