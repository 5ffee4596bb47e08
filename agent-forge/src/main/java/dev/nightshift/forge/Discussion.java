package dev.nightshift.forge;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * What people and machines said about a pull request.
 *
 * @param verdicts the submitted reviews that count, oldest first: of each author the last one that
 *     approves or requests changes, unless it was dismissed; approvals of the head commit only
 * @param checks the last result of each check of the head commit
 */
public record Discussion(List<Verdict> verdicts, List<Check> checks) {
  /** Copies the lists; refuses nulls. */
  public Discussion {
    verdicts = Require.elements(verdicts, "verdicts");
    checks = Require.elements(checks, "checks");
  }

  /**
   * One submitted review.
   *
   * @param id what the forge calls it
   * @param author who submitted it, by the name of the account
   * @param mayWrite whether the forge says that the author may push to the repository; of a
   *     reviewer of the host it need not be asked
   * @param isApproval true if it approves, false if it requests changes
   * @param commit the commit it is about, 40 hexadecimal digits; empty if the forge does not tell:
   *     it stands in the way of an approval then, and is told to no run
   * @param text its text and the comments that were submitted with it, each with its place, cut at
   *     {@link dev.nightshift.core.report.HumanDecision#MAX_TEXT_CHARS} characters; empty unless it
   *     requests changes of the head commit and counts; untrusted
   */
  public record Verdict(
      String id, String author, boolean mayWrite, boolean isApproval, String commit, String text) {
    /** Refuses nulls. */
    public Verdict {
      Require.nonNull(id, "id");
      Require.nonNull(author, "author");
      Require.nonNull(commit, "commit");
      Require.nonNull(text, "text");
    }
  }

  /**
   * The result of one check.
   *
   * @param name what the forge calls it
   * @param state how it stands
   * @param detail what it says of itself; untrusted
   */
  public record Check(String name, State state, String detail) {
    /** Refuses nulls. */
    public Check {
      Require.nonNull(name, "name");
      Require.nonNull(state, "state");
      Require.nonNull(detail, "detail");
    }

    /** How a check stands. */
    public enum State {
      /** It has not ended. */
      RUNNING,
      /** It has nothing to object. */
      PASSED,
      /** It is red. */
      FAILED,
      /**
       * It ended, and neither way: somebody cancelled it, or it waits for a human. It counts as no
       * pass, and there is nothing in it for a run to mend.
       */
      UNDECIDED
    }
  }
}
