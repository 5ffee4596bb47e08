package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * What will be opened for a run or for a fork of one, decided before anything is created, so that
 * the intent can be journalled first.
 *
 * @param run what workspaces and queues know it by: the run, or the run with the name of its fork
 * @param branch the short name the branch gets when it is published
 * @param target the short name of the branch to land on
 * @param baseCommit the commit the work starts from, 40 hexadecimal digits
 * @param fork the name of the fork; empty for the run's own branch
 */
public record WorkspacePlan(
    RunId run, String branch, String target, String baseCommit, String fork) {
  /** Refuses nulls, and a fork whose name does not end what it is known by. */
  public WorkspacePlan {
    Require.nonNull(run, "run");
    Require.nonNull(branch, "branch");
    Require.nonNull(target, "target");
    Require.nonNull(baseCommit, "baseCommit");
    Require.nonNull(fork, "fork");
    if (!fork.isEmpty() && !run.value().endsWith("-" + fork)) {
      throw new IllegalArgumentException(
          "'"
              + VisibleText.name(run.toString())
              + "' is not what fork '"
              + VisibleText.name(fork)
              + "' of a run is known by; call fork(name)");
    }
  }

  /**
   * Makes the plan of a run's own branch.
   *
   * @param run the run
   * @param branch the short name the branch gets when it is published
   * @param target the short name of the branch to land on
   * @param baseCommit the commit the work starts from, 40 hexadecimal digits
   */
  public WorkspacePlan(RunId run, String branch, String target, String baseCommit) {
    this(run, branch, target, baseCommit, "");
  }

  /**
   * Returns the plan of a fork of this run, from the same base to the same target.
   *
   * @param name the name of the fork
   * @return a plan whose branch ends with that name
   */
  public WorkspacePlan fork(String name) {
    Require.nonNull(name, "name");
    return new WorkspacePlan(
        RunId.of(run + "-" + name), branch + "-" + name, target, baseCommit, name);
  }

  /**
   * Returns the run that the work belongs to, which its commits name.
   *
   * @return the run that was dispatched, of a fork too
   */
  public RunId dispatched() {
    String known = run.value();
    return fork.isEmpty() ? run : RunId.of(known.substring(0, known.length() - fork.length() - 1));
  }
}
