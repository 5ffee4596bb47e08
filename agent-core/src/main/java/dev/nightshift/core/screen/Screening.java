package dev.nightshift.core.screen;

import dev.nightshift.core.base.Require;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a screen says of a task.
 *
 * @param verdict whether the work may begin
 * @param questions what a human has to answer first; 1 to {@value #MOST_QUESTIONS} where the task
 *     is unclear, else none; may be model text
 * @param detail one sentence on how the screen came to it, empty if there is nothing to say; not
 *     empty where there was no answer
 */
public record Screening(Verdict verdict, List<String> questions, String detail) {
  /** The most questions a human is asked about one task. */
  public static final int MOST_QUESTIONS = 3;

  /** Whether the work may begin. */
  public enum Verdict {
    /** The task can be evaluated. */
    ACCEPTED,
    /** A human has to answer questions first. */
    UNCLEAR,
    /** The screen could not answer; the work begins, and the report says so. */
    UNANSWERED
  }

  /** Refuses questions that do not fit the verdict, blank ones, and more than there may be. */
  public Screening {
    Require.nonNull(verdict, "verdict");
    questions = Require.elements(questions, "questions");
    Require.nonNull(detail, "detail");
    boolean isUnclear = verdict == Verdict.UNCLEAR;
    if (isUnclear == questions.isEmpty() || questions.size() > MOST_QUESTIONS) {
      throw new IllegalArgumentException(
          "a screening that is "
              + verdict
              + " cannot have "
              + questions.size()
              + " questions; an unclear task has 1 to "
              + MOST_QUESTIONS
              + ", any other none");
    }
    if (questions.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a question is blank; ask at least a word");
    }
    if (verdict == Verdict.UNANSWERED && detail.isBlank()) {
      throw new IllegalArgumentException("say why there is no answer");
    }
  }

  /**
   * Returns that the work may begin.
   *
   * @param detail how that is known; may be empty
   * @return the screening
   */
  public static Screening accepted(String detail) {
    return new Screening(Verdict.ACCEPTED, List.of(), detail);
  }

  /**
   * Returns that a human has to answer first.
   *
   * @param questions 1 to {@value #MOST_QUESTIONS}, none blank
   * @param detail how that is known; may be empty
   * @return the screening
   */
  public static Screening unclear(List<String> questions, String detail) {
    return new Screening(Verdict.UNCLEAR, questions, detail);
  }

  /**
   * Returns that the screen could not answer, and that the work begins all the same.
   *
   * @param why one sentence, not blank
   * @return the screening
   */
  public static Screening unanswered(String why) {
    return new Screening(Verdict.UNANSWERED, List.of(), Require.nonNull(why, "why"));
  }

  /**
   * Tells whether a human has to answer first.
   *
   * @return true if there are questions
   */
  public boolean isUnclear() {
    return verdict == Verdict.UNCLEAR;
  }

  /**
   * Returns all questions as the one that a human is asked, and answers by one text.
   *
   * @return one line each, numbered if there are several; empty if there is none
   */
  public String toQuestion() {
    return questions.size() == 1
        ? questions.get(0)
        : IntStream.range(0, questions.size())
            .mapToObj(index -> (index + 1) + ". " + questions.get(index))
            .collect(Collectors.joining("\n"));
  }
}
