package dev.nightshift.core.workspace;

import java.util.List;

/**
 * The host's side of a run's branch. No role ever receives it. Once it is closed, nothing can be
 * read, committed, compared or published any more: that ends as a {@link WorkspaceException} of
 * kind NOT_FOUND.
 *
 * <p><b>Threads:</b> used by the one thread of its run.
 */
public interface ManagedWorkspace extends AutoCloseable {
  /**
   * Returns the plan this workspace was opened from.
   *
   * @return the plan
   */
  WorkspacePlan plan();

  /**
   * Returns what agents of the run may hold.
   *
   * @return the agent's side
   */
  BranchWorkspace agentView();

  /**
   * Commits everything the agent changed, if anything, on the run's branch.
   *
   * @param message the commit message without trailers
   * @param assistedBy the models to name in {@code Assisted-by} trailers, as {@code provider:model}
   * @return the tip of the branch, which is the base commit if nothing ever changed
   * @throws WorkspaceException if the work cannot be committed; where there is a directory, it then
   *     stays when the workspace is closed, and the message names it
   */
  String checkpoint(String message, List<String> assistedBy);

  /**
   * Returns what the last checkpoint did not take of the files, whoever made them.
   *
   * @return the paths with their reasons; nothing before the first checkpoint, nor in workspaces
   *     that leave nothing out
   */
  default LeftOutWork leftOut() {
    return LeftOutWork.none();
  }

  /**
   * Returns the difference between the base and the last checkpoint; after {@link #refresh} the
   * base is the target commit that was merged in.
   *
   * @return the change; {@link Change#isEmpty} if there is none
   */
  Change change();

  /**
   * Compares the base of the run with the target now.
   *
   * @return how stale the run is
   */
  Staleness staleness();

  /**
   * Merges the target's tip into the working files so that the agent can reconcile: files that
   * merge cleanly are merged, others get conflict markers or, where there can be none, the target's
   * version, so that an overlooked conflict reverts nothing of the target. The next checkpoint
   * records the target as a second parent.
   *
   * @return what conflicts, or no paths if all merged cleanly
   */
  ConflictReport refresh();

  /**
   * Makes the branch visible under its name in the user's repository, at the last checkpoint.
   *
   * @return the short branch name
   */
  String publish();

  /**
   * Removes the directory, unless the last checkpoint failed, and the run's private refs; a
   * published branch stays. Closing twice is harmless.
   */
  @Override
  void close();
}
