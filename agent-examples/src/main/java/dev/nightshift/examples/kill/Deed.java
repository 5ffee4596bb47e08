package dev.nightshift.examples.kill;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Run;
import java.util.Locale;

/** What becomes of a run: it lands by itself, or is proposed, and a human decides about it. */
public enum Deed {
  /** It lands what it made. */
  MERGE,
  /** It proposes what it made. */
  PROPOSE,
  /** It ends with a question. */
  ASK,
  /** It lets two forks work at once, and lands what one of them made. */
  FORK,
  /** Its proposal is accepted. */
  ACCEPT,
  /** Its proposal is sent back with one request. */
  REVISE,
  /** The question with which it ended is answered. */
  ANSWER,
  /** Its proposal is not wanted. */
  REJECT;

  /** What somebody who sends work back asks for. */
  public static final String REQUEST = "Add the word VERBENA to the file";

  /** What somebody who is asked says. */
  public static final String SAID = "The colour is BLUE";

  /**
   * Returns how the run ends then.
   *
   * @return the reason of its last end
   */
  public EndReason end() {
    return switch (this) {
      case MERGE, FORK, ACCEPT -> EndReason.MERGED;
      case PROPOSE, REVISE, ANSWER -> EndReason.PROPOSED;
      case ASK -> EndReason.NEEDS_CLARIFICATION;
      case REJECT -> EndReason.REJECTED;
    };
  }

  /**
   * Tells whether a human decides.
   *
   * @return false for the first four
   */
  public boolean isDecision() {
    return compareTo(ACCEPT) >= 0;
  }

  /**
   * Returns what becomes of a run before a human decides about it.
   *
   * @return itself if nobody decides
   */
  public Deed before() {
    return this == ANSWER ? ASK : isDecision() ? PROPOSE : this;
  }

  /**
   * Tells whether the work is on the target then.
   *
   * @return true if it landed
   */
  public boolean isLanded() {
    return this == MERGE || this == FORK || this == ACCEPT;
  }

  /**
   * Returns its name for the command line.
   *
   * @return lower case
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Run decide(Nightshift nightshift, RunId run) {
    return switch (this) {
      case ACCEPT -> nightshift.accept(run);
      case REVISE -> nightshift.revise(run, REQUEST);
      case ANSWER -> nightshift.answer(run, SAID);
      case REJECT -> nightshift.reject(run, RejectionReason.NOT_NEEDED, "nobody needs it");
      case MERGE, PROPOSE, ASK, FORK -> throw new IllegalStateException(this + " is no decision");
    };
  }
}
