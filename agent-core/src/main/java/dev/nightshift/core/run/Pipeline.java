package dev.nightshift.core.run;

/**
 * The course of a run: a function over its steps. {@link dev.nightshift.core.StandardPipeline} is
 * one; write your own the same way.
 *
 * <p><b>Caller:</b> the engine, once per run, on the run's thread. <b>Threads:</b> one object
 * serves many runs at once and keeps no state between calls; the state of a run lives in its steps.
 */
@FunctionalInterface
public interface Pipeline {
  /**
   * Takes a run from its task to its end.
   *
   * @param run the steps
   * @return the end, made by {@link RunScope#deliver}, {@link RunScope#end} or {@link
   *     RunScope#stop}
   * @throws InterruptedException if the run was cancelled; let it pass
   */
  RunResult run(RunScope run) throws InterruptedException;
}
