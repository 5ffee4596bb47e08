package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Cap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a human decided about a run that had ended, and what came of it.
 *
 * @param kind what was decided
 * @param at when
 * @param commit the head of the work that it was about, 40 hexadecimal digits; empty if the run had
 *     none
 * @param question what was answered, maybe model text; empty for all other kinds
 * @param text the human's words: what the agents missed, the one change that is requested, the
 *     answer, or why it was rejected; may be empty where it is no request and no answer
 * @param reason why it was rejected; null for all other kinds
 * @param caps what the run may use from then on, beside what it had used before; each stands in the
 *     place of its own cap of that scope and unit. Empty where it went on with what was left
 * @param reading how long the human had looked at the work, as told by whoever asked; zero if that
 *     is not known
 * @param outcome what came of it, in one sentence; empty until that is known
 */
public record HumanDecision(
    Kind kind,
    Instant at,
    String commit,
    String question,
    String text,
    @Nullable RejectionReason reason,
    List<Cap> caps,
    Duration reading,
    String outcome) {
  /** The longest text that is taken of a human, in characters. */
  public static final int MAX_TEXT_CHARS = 10_000;

  /** Copies the caps; refuses nulls, and a rejection without its reason. */
  public HumanDecision {
    Require.nonNull(kind, "kind");
    Require.nonNull(at, "at");
    Require.nonNull(commit, "commit");
    Require.nonNull(question, "question");
    Require.nonNull(text, "text");
    caps = Require.elements(caps, "caps");
    Require.notNegative(reading, "reading");
    Require.nonNull(outcome, "outcome");
    if ((kind == Kind.REJECTED) != (reason != null)) {
      throw new IllegalArgumentException("a decision " + kind + " has the reason " + reason);
    }
  }

  /**
   * A decision of which nothing came yet, and which gives the run nothing to spend.
   *
   * @param kind as for the record, as all of them
   * @param at when
   * @param text the human's words
   * @param reason why it was rejected; null for all other kinds
   */
  public HumanDecision(Kind kind, Instant at, String text, @Nullable RejectionReason reason) {
    this(kind, at, "", "", text, reason, List.of(), Duration.ZERO, "");
  }

  /** What humans decide. */
  public enum Kind {
    /** The proposal is to land. */
    ACCEPTED,
    /** One change is requested. */
    REVISED,
    /** A question of the agents is answered. */
    ANSWERED,
    /** The work is not wanted. */
    REJECTED
  }

  /**
   * Returns this decision, about some work.
   *
   * @param commit the head of the work
   * @return a copy
   */
  public HumanDecision about(String commit) {
    return new HumanDecision(kind, at, commit, question, text, reason, caps, reading, outcome);
  }

  /**
   * Returns this answer, to a question.
   *
   * @param question what was asked
   * @return a copy
   */
  public HumanDecision to(String question) {
    return new HumanDecision(kind, at, commit, question, text, reason, caps, reading, outcome);
  }

  /**
   * Returns this decision with what the run may use from then on.
   *
   * @param caps beside what it had used before
   * @return a copy
   */
  public HumanDecision within(List<Cap> caps) {
    return new HumanDecision(kind, at, commit, question, text, reason, caps, reading, outcome);
  }

  /**
   * Returns this decision after a look at the work.
   *
   * @param reading how long; zero if that is not known
   * @return a copy
   */
  public HumanDecision after(Duration reading) {
    return new HumanDecision(kind, at, commit, question, text, reason, caps, reading, outcome);
  }

  /**
   * Returns this decision with what came of it.
   *
   * @param outcome one sentence
   * @return a copy
   */
  public HumanDecision withOutcome(String outcome) {
    return new HumanDecision(kind, at, commit, question, text, reason, caps, reading, outcome);
  }
}
