package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;

/**
 * What will be opened for a run, decided before anything is created, so that the intent can be
 * journalled first.
 *
 * @param run the run
 * @param branch the short name the branch gets when it is published
 * @param target the short name of the branch to land on
 * @param baseCommit the commit the work starts from, 40 hexadecimal digits
 */
public record WorkspacePlan(RunId run, String branch, String target, String baseCommit) {
  /** Refuses nulls. */
  public WorkspacePlan {
    Require.nonNull(run, "run");
    Require.nonNull(branch, "branch");
    Require.nonNull(target, "target");
    Require.nonNull(baseCommit, "baseCommit");
  }
}
