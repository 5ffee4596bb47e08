package dev.nightshift.core.report;

import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * What became of one fork of a run; what gates and reviewers said of it stands in the rounds that
 * name it.
 *
 * @param name its name within the run, empty for the run's own branch
 * @param fate what became of what it holds
 * @param branch the short name of the branch in the user's repository that holds its change; empty
 *     if it was merged or there is none
 * @param headCommit the tip of its branch, 40 hexadecimal digits
 * @param revisions how often a red gate or a reviewer sent its implementer back
 * @param implementerSummary what its implementer said it did; model text, empty if it said nothing
 * @param openRequests the requests made of it that no reviewer closed, oldest first; model text
 * @param detail what could not be kept, was given up or left out, and which files are in conflict
 *     with the target, in sentences; empty if nothing
 */
public record ForkReport(
    String name,
    Fate fate,
    String branch,
    String headCommit,
    int revisions,
    String implementerSummary,
    List<OpenRequest> openRequests,
    String detail) {
  /** Copies the list, and refuses nulls. */
  public ForkReport {
    Require.nonNull(name, "name");
    Require.nonNull(fate, "fate");
    Require.nonNull(branch, "branch");
    Require.nonNull(headCommit, "headCommit");
    Require.nonNull(implementerSummary, "implementerSummary");
    openRequests = Require.elements(openRequests, "openRequests");
    Require.nonNull(detail, "detail");
  }

  /** What became of a fork. */
  public enum Fate {
    /** The run delivered it. */
    DELIVERED,
    /** The run delivered another branch or none; its change is kept on its branch. */
    NOT_DELIVERED,
    /** It changed nothing. */
    NO_CHANGE
  }
}
