package dev.nightshift.core.agent;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;

/**
 * What came of one round of an implementer. Its words are model text; whether anything changed is
 * read from git.
 */
public sealed interface Outcome {
  /**
   * The implementer says the work is done.
   *
   * @param summary what it did, in its own words
   */
  record Changed(String summary) implements Outcome {
    /** Refuses nulls. */
    public Changed {
      Require.nonNull(summary, "summary");
    }
  }

  /**
   * The implementer shows that nothing has to change.
   *
   * @param because why, in its own words
   * @param evidence what a real tool call returned, read by the host
   */
  record NothingToDo(String because, String evidence) implements Outcome {
    /** Refuses nulls. */
    public NothingToDo {
      Require.nonNull(because, "because");
      Require.nonNull(evidence, "evidence");
    }
  }

  /**
   * The task cannot be done without an answer.
   *
   * @param question the question for a human
   */
  record NeedsClarification(String question) implements Outcome {
    /** Refuses nulls. */
    public NeedsClarification {
      Require.nonNull(question, "question");
    }
  }

  /**
   * A limit of the role was reached; partial work is kept.
   *
   * @param reason the typed end, for example {@link EndReason#STEP_LIMIT} or {@link
   *     EndReason#STUCK}
   * @param detail one sentence for the report
   */
  record Stopped(EndReason reason, String detail) implements Outcome {
    /** Refuses a reason that claims a delivery. */
    public Stopped {
      Require.nonNull(reason, "reason");
      Require.nonNull(detail, "detail");
      reason.requireNoDelivery();
    }
  }
}
