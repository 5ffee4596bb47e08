package dev.nightshift.core.run;

import dev.nightshift.core.agent.Feedback;

/**
 * A pipeline whose runs go on after their end, when a human answers a question or asks for one
 * change: {@code Nightshift.answer} and {@code revise}.
 *
 * <p><b>Caller:</b> the engine, on the run's thread, after {@link #run} has ended or was told again
 * from the record, once for each such decision; conversations, evidence and files are as they were
 * then. <b>Threads:</b> as for {@link Pipeline}.
 */
public interface ContinuingPipeline extends Pipeline {
  /**
   * Takes a run that has ended to its next end. What it had proposed is withdrawn, and stands again
   * if the run ends without a delivery and without another commit.
   *
   * @param run the steps
   * @param feedback what the implementer is told: {@link Feedback.Answered} or {@link
   *     Feedback.HumanRequested}
   * @return the end, as from {@link #run}
   * @throws InterruptedException if the run was cancelled; let it pass
   */
  RunResult goOn(RunScope run, Feedback feedback) throws InterruptedException;
}
