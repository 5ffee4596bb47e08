package dev.nightshift.core.gate;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.util.List;

/**
 * Decides whether a candidate may land.
 *
 * <p>Gates are told apart by {@code equals}: what one said of a tree, no other gate can take back.
 * The gates of {@link Gates} are values, so that a pipeline may make them anew for each round; a
 * gate of your own is the same only as one object, unless it is a record or has equality.
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
   * Returns the gates this one is made of, in the order of {@link GateResult#parts}, so that each
   * of them is known wherever it stands.
   *
   * @return the gates; none unless overridden
   */
  default List<MergeGate> parts() {
    return List.of();
  }

  /**
   * Returns the name reports show. Two records of one class that have one name and differ are
   * refused on one tree, unless they are parts of one gate; of two that were asked about the same
   * work with another target, the one that was asked last is asked about what lands. The record of
   * a run knows by it whose verdict it holds, so that it has to be the same whenever it is asked.
   *
   * @return a short text, {@code gate} unless overridden
   */
  default String name() {
    return "gate";
  }
}
