package dev.nightshift.core.gate;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.Change;

/** What a gate may use: the candidate's checkout, its change and its task. Used by one thread. */
public interface GateContext {
  /**
   * Returns the run.
   *
   * @return the run
   */
  RunId run();

  /**
   * Returns the task.
   *
   * @return the task
   */
  Task task();

  /**
   * Returns what the candidate changes on its target.
   *
   * @return the change
   */
  Change change();

  /**
   * Returns the clean checkout of the candidate, made on first use and shared by all gates of this
   * evaluation.
   *
   * @return the checkout; do not close it
   */
  CandidateCheckout checkout();

  /**
   * Returns the clock.
   *
   * @return the run's time source
   */
  TimeSource time();
}
