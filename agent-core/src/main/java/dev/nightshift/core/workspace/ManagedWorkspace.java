package dev.nightshift.core.workspace;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
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
   * Keeps the files as they are now, without moving the branch: all that {@link #checkpoint} would
   * take. The newest snapshot of a run is kept until the run ends, an earlier one as long as
   * nothing removes what no branch needs.
   *
   * @return the id of the tree, 40 hexadecimal digits, for {@link Workspaces#reopen(
   *     dev.nightshift.core.base.RunId, String)}
   * @throws WorkspaceException if the files cannot be stored; they stay as they are
   */
  String snapshot();

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
   * Returns what the branch held when it last differed from its base: {@link #change} or, if that
   * is empty, what an earlier checkpoint changed that was undone or given up since.
   *
   * @return the change; {@link Change#isEmpty} if there never was one
   */
  Change lastChange();

  /**
   * Compares the base of the run with the target now.
   *
   * @return how stale the run is
   */
  Staleness staleness();

  /**
   * Merges the target's tip into the working files so that the agent can reconcile: files that
   * merge cleanly are merged, also where one side renamed them; others get conflict markers or,
   * where there can be none, the target's version, with the branch's version beside it, so that an
   * overlooked conflict reverts nothing of the target and loses nothing of the branch. The next
   * checkpoint records the target as a second parent.
   *
   * @return what conflicts, or no paths if all merged cleanly
   */
  ConflictReport refresh();

  /**
   * Tells which conflicts of earlier refreshes the last checkpoint still holds, by {@link
   * ConflictReport.ConflictedPath#isOpenIn}; markers of this run count also in a file they were
   * moved or copied to. No candidate is built before there are none.
   *
   * @return what is left; no paths if nothing is
   */
  ConflictReport unresolved();

  /**
   * Tells which files somebody edited before the last checkpoint: those in which it differs from
   * the one before or, where it records a {@link #refresh}, from what that made of the files.
   *
   * @return the paths, in order, a rename as both; none before the first checkpoint
   */
  List<String> editedPaths();

  /**
   * Makes the branch visible under its name in the user's repository, at the head of {@link
   * #lastChange}.
   *
   * @return the short branch name
   */
  String publish();

  /**
   * Makes visible what a candidate brings, under the branch's name in the user's repository: as
   * {@link #publish()}, or {@link MergeCandidate#broughtCommit} where that is another commit.
   *
   * @param candidate the last candidate of the run
   * @return the short branch name; the default publishes the branch as it is
   */
  default String publish(MergeCandidate candidate) {
    return publish();
  }

  /**
   * Tells where a branch is by now that was published: people may have moved it since.
   *
   * @param branch what {@link #publish()} returned
   * @return the commit it points to, 40 hexadecimal digits; empty if there is no such branch any
   *     more, and by default
   */
  default String publishedTip(String branch) {
    return "";
  }

  /**
   * Ends the work on the run for now and closes: the directory is gone, all that {@link
   * Workspaces#reopen} needs is kept for as long as it takes. Without effect after {@link
   * #discard}, {@link #close} or itself. If the last checkpoint failed, the directory stays, and
   * the run is not parked but left as by a process that died.
   */
  void park();

  /**
   * Ends the run and closes: the directory is gone, unless the last checkpoint failed, and the
   * run's private refs are; a published branch stays. Without effect after {@link #park}, {@link
   * #close} or itself.
   */
  void discard();

  /**
   * Lets go of what this process holds, and removes nothing: a run that was neither parked nor
   * discarded is left as by a process that died, and salvaged. Closing twice is harmless.
   */
  @Override
  void close();
}
