package dev.nightshift.core.score;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;

/** One round of a run up to the review, after which nothing is delivered. */
record TrialPipeline(Implementer author, Reviewer reviewer, MergeGate gate) implements Pipeline {
  /** The end of a trial in which gate and reviewer were asked as far as there was reason to. */
  static final EndReason MEASURED = new EndReason("measured");

  @Override
  public RunResult run(RunScope run) throws InterruptedException {
    Round round = run.round(author, Feedback.none(), gate);
    if (round instanceof Round.Unchanged unchanged) {
      return run.end(unchanged.outcome());
    }
    if (round instanceof Round.Passed passed) {
      run.review(reviewer, passed.candidate(), passed.gate());
    } else if (round instanceof Round.Redo redo && redo.feedback() instanceof Feedback.Conflicted) {
      return run.stop(EndReason.CONFLICTED, "the target moved while the trial ran");
    }
    return run.stop(MEASURED, "a trial delivers nothing");
  }
}
