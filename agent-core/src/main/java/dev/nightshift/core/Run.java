package dev.nightshift.core;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.SpendView;
import java.time.Duration;
import java.util.Optional;

/** A dispatched run, to be watched, awaited or cancelled. Safe for concurrent use. */
public interface Run {
  /**
   * Returns the identity.
   *
   * @return the run id
   */
  RunId id();

  /**
   * Returns where the run is.
   *
   * @return the state at this moment
   */
  RunState state();

  /**
   * Returns what the run spent and reserved so far.
   *
   * @return a snapshot
   */
  SpendView spend();

  /**
   * Stops the run: its thread is interrupted, the connection in flight is closed, its processes are
   * killed, and it still ends with a report. Returns at once; the end happens on threads of the
   * engine. A run that has ended, or is past the point of landing, is not affected.
   *
   * @param why one sentence for the report
   */
  void cancel(String why);

  /**
   * Waits for the end.
   *
   * @return the result, always with a report
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  RunResult await() throws InterruptedException;

  /**
   * Waits for the end, but not for ever.
   *
   * @param patience the longest wait
   * @return the result, or empty if the run goes on
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  Optional<RunResult> await(Duration patience) throws InterruptedException;
}
