package dev.nightshift.core.run;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A dispatched run, to be watched, awaited or cancelled. Safe for concurrent use.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface Run {
  /**
   * Returns the identity.
   *
   * @return the run id
   */
  RunId id();

  /**
   * Returns the task.
   *
   * @return the task as copied at dispatch
   */
  Task task();

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
   * Returns what the run waits to be told by a human.
   *
   * @return the questions, oldest first, maybe model text; none unless it is {@link
   *     RunState#PARKED}
   */
  List<String> questions();

  /**
   * Answers a question, so that the run goes on. What is answered stands in the report and is told
   * to its agents.
   *
   * @param question one of {@link #questions}
   * @param answer what counts from now on as part of the task, not blank
   * @throws IllegalStateException if the run does not wait for an answer to this question, because
   *     it was answered, or the run was cancelled or has ended
   */
  void answer(String question, String answer);

  /**
   * Stops the run: its thread is interrupted, the connection in flight is closed, its processes are
   * killed, and it still ends with a report. Returns at once; the end happens on threads of the
   * engine. Beside closing the engine it is what ends a run that waits for ever, since no cap
   * counts the time it waits. A run that has ended, or is past the point of landing, is not
   * affected.
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
   * @param timeout the longest wait
   * @return the result, or empty if the run goes on
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  Optional<RunResult> await(Duration timeout) throws InterruptedException;

  /**
   * Returns a future of the end, a new one at each call, that completes normally for every end of
   * the run, failures included: {@link RunResult.Failed} is a result.
   *
   * <p>The future only watches. Cancelling it, completing it or letting it time out does not touch
   * the run; who wants the run to stop calls {@link #cancel}.
   *
   * <p><b>Threads:</b> what is attached without an executor of its own, for example by {@code
   * thenAccept}, runs on the run's thread after its end, or at once on the attaching thread if the
   * run has ended. On the run's thread it holds a place of the {@linkplain
   * dev.nightshift.core.NightshiftBuilder#maxConcurrentRuns concurrent runs}: use {@code
   * thenAcceptAsync} for more than a few lines.
   *
   * @return a future of the result
   */
  CompletableFuture<RunResult> toFuture();
}
