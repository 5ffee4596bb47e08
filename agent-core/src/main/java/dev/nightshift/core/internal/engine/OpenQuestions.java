package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one run waits to be told by a human. Safe for concurrent use. */
final class OpenQuestions {
  private final TimeSource time;

  /** How events and reports tell a question. */
  private final UnaryOperator<String> redaction;

  private final List<Question> open = new ArrayList<>();

  OpenQuestions(TimeSource time, UnaryOperator<String> redaction) {
    this.time = time;
    this.redaction = redaction;
  }

  synchronized List<String> texts() {
    return open.stream().map(question -> question.text).toList();
  }

  /**
   * Asks the human behind a run as a step of it.
   *
   * @param timeout the longest wait; null for ever
   */
  static Clarification ask(
      RunContext context, RunLog log, String question, @Nullable Duration timeout)
      throws InterruptedException {
    if (question.isBlank()) {
      throw new IllegalArgumentException("the question is blank; ask at least a word");
    }
    Clarification asked = Clarification.unanswered(question);
    try {
      asked =
          context.steps.onceForced(
              "ask", Clarification.class, () -> parked(context, question, timeout));
    } finally {
      log.clarified(asked);
    }
    return asked;
  }

  private static Clarification parked(
      RunContext context, String question, @Nullable Duration timeout) throws InterruptedException {
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

  /**
   * Waits until somebody answers; returns an empty answer if nobody did in time.
   *
   * @param timeout the longest wait; null for ever
   * @param opened says that the question can be answered now, which it may do itself
   */
  String await(String text, @Nullable Duration timeout, Runnable opened)
      throws InterruptedException {
    Question question = new Question(text);
    synchronized (this) {
      open.add(question);
    }
    try {
      opened.run();
      if (timeout == null) {
        question.answered.await();
      } else {
        time.await(question.answered, timeout);
      }
      return taken(question);
    } finally {
      synchronized (this) {
        open.remove(question);
      }
    }
  }

  /**
   * Answers the oldest question of these words, or of what an event told of them.
   *
   * @throws IllegalStateException if the run does not wait for it
   */
  synchronized void answer(String text, String answer) {
    Question asked =
        open.stream()
            .filter(
                question ->
                    question.text.equals(text) || redaction.apply(question.text).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the run does not wait for an answer to '"
                            + VisibleText.name(text)
                            + "'; it waits for answers to "
                            + texts()));
    open.remove(asked);
    asked.answer = answer;
    asked.answered.countDown();
  }

  /** Whoever answers now is too late. */
  private synchronized String taken(Question question) {
    open.remove(question);
    return question.answer;
  }

  /** Its answer is guarded by the questions it is one of. */
  private static final class Question {
    final String text;
    final CountDownLatch answered = new CountDownLatch(1);
    String answer = "";

    Question(String text) {
      this.text = text;
    }
  }
}
