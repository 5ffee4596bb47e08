package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * What a human was asked in the middle of a run, and the answer. It belongs to the task: the
 * implementer, reviewers and the report are told.
 *
 * @param question what was asked; may be model text
 * @param answer the human's words; empty if nobody answered
 */
public record Clarification(String question, String answer) {
  /** Refuses nulls. */
  public Clarification {
    Require.nonNull(question, "question");
    Require.nonNull(answer, "answer");
  }

  /**
   * Returns a question that nobody answered.
   *
   * @param question what was asked
   * @return it
   */
  public static Clarification unanswered(String question) {
    return new Clarification(question, "");
  }

  /**
   * Tells whether somebody answered.
   *
   * @return false if the wait for an answer was ended, or the pipeline passed the question over
   */
  public boolean isAnswered() {
    return !answer.isEmpty();
  }
}
