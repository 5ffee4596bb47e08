package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;

/**
 * Work on a branch of its own, to be done at the same time as other such work of one run.
 *
 * @param name the name of the branch within its run, as for {@link RunScope#fork}
 * @param work what to do there
 * @param <T> what comes of it
 * @see RunScope#forks
 */
public record Fork<T>(String name, Work<T> work) {
  /** Refuses nulls. */
  public Fork {
    Require.nonNull(name, "name");
    Require.nonNull(work, "work");
  }

  /**
   * What is done on the branch.
   *
   * <p><b>Caller:</b> the engine, once, on a thread of its own, at the same time as the other
   * forks. Like a pipeline it has to do the same when the steps of its scope give the same results;
   * it must not depend on what other forks do meanwhile.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Works on the branch.
     *
     * @param fork the steps on this branch; only this work uses them until it has ended
     * @return what came of it, never null: a verdict, a candidate, a length
     * @throws InterruptedException if the run was cancelled or another fork failed; let it pass
     */
    T in(RunScope fork) throws InterruptedException;
  }
}
