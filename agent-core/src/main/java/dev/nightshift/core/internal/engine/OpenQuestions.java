package dev.nightshift.core.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What one run waits to be told by a human. Safe for concurrent use. */
final class OpenQuestions {
  private final List<Question> open = new ArrayList<>();

  synchronized List<String> texts() {
    return open.stream().map(Question::text).toList();
  }

  /**
   * Waits until somebody answers.
   *
   * @param opened says that the question can be answered now, which it may do itself
   */
  String await(String text, Runnable opened) throws InterruptedException {
    Question question = new Question(text, new CompletableFuture<>());
    synchronized (this) {
      open.add(question);
    }
    try {
      opened.run();
      return question.answer().get();
    } catch (ExecutionException neverCompletedSo) {
      throw new IllegalStateException(neverCompletedSo);
    } finally {
      synchronized (this) {
        open.remove(question);
      }
    }
  }

  /**
   * Answers the oldest question of these words.
   *
   * @throws IllegalStateException if the run does not wait for it
   */
  synchronized void answer(String text, String answer) {
    Question asked =
        open.stream()
            .filter(question -> question.text().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the run does not wait for an answer to '"
                            + text
                            + "'; it waits for answers to "
                            + texts()));
    open.remove(asked);
    asked.answer().complete(answer);
  }

  private record Question(String text, CompletableFuture<String> answer) {}
}
