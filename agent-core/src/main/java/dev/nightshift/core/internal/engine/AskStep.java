package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.run.RunState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the human behind a run. Used by the one thread of its branch. */
final class AskStep {
  private final RunContext context;
  private final RunLog log;

  AskStep(RunContext context, RunLog log) {
    this.context = context;
    this.log = log;
  }

  /** Asks, and waits until somebody answers; a timeout of null is for ever. */
  Clarification run(String question, @Nullable Duration timeout) throws InterruptedException {
    Require.nonNull(question, "question");
    if (question.isBlank()) {
      throw new IllegalArgumentException("the question is blank; ask at least a word");
    }
    Clarification asked = Clarification.unanswered(question);
    try {
      asked =
          context.steps.onceForced("ask", Clarification.class, () -> answered(question, timeout));
    } finally {
      log.clarified(asked);
    }
    return asked;
  }

  private Clarification answered(String question, @Nullable Duration timeout)
      throws InterruptedException {
    RunState before = context.state();
    context.enter(RunState.PARKED);
    String answer =
        context.active.waiting(
            () ->
                context.questions.await(
                    question,
                    timeout,
                    () ->
                        context.events.emit(
                            "run.asked", RunEvents.attributes("question", question))));
    context.enter(before);
    return new Clarification(question, answer);
  }
}
