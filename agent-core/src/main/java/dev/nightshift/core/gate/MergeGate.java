package dev.nightshift.core.gate;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.util.List;

/**
 * Decides whether a candidate may land.
 *
 * <p><b>Caller:</b> the engine, once per candidate, on the run's thread; may block. An exception
 * fails the run, it never passes the gate. <b>Threads:</b> safe for concurrent use.
 */
@FunctionalInterface
public interface MergeGate {
  /**
   * Evaluates one candidate.
   *
   * @param candidate the merge commit that would land
   * @param context its checkouts, its change and its task
   * @return passed or failed, with evidence
   * @throws InterruptedException if the run was cancelled
   */
  GateResult evaluate(MergeCandidate candidate, GateContext context) throws InterruptedException;

  /**
   * Returns the programs of the host without which this gate cannot be evaluated. A {@code
   * StandardPipeline} looks for them before the first model call; if one is missing, the run ends
   * as {@code environment}.
   *
   * @param task the task of the run
   * @return names as they are looked up on the PATH; none unless overridden
   */
  default List<String> requiredPrograms(Task task) {
    return List.of();
  }

  /**
   * Returns the name reports show.
   *
   * @return a short text, {@code gate} unless overridden
   */
  default String name() {
    return "gate";
  }
}
