package dev.nightshift.core.gate;

import dev.nightshift.core.workspace.MergeCandidate;

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
   * Returns the name reports show.
   *
   * @return a short text, {@code gate} unless overridden
   */
  default String name() {
    return "gate";
  }
}
