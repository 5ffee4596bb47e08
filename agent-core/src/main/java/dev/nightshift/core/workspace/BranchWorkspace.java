package dev.nightshift.core.workspace;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;

/**
 * All that an agent holds of a run's branch: files and commands, but no git and no way to land.
 *
 * <p><b>Threads:</b> used by the one thread of its run.
 */
public interface BranchWorkspace {
  /**
   * Returns the name the branch gets when it is proposed or kept.
   *
   * @return a short branch name such as {@code nightshift/20261123-041355-9f3c21aa}
   */
  String branch();

  /**
   * Returns the commit the work started from.
   *
   * @return 40 hexadecimal digits
   */
  String baseCommit();

  /**
   * Returns the files of the branch as the agent sees them now.
   *
   * @return jailed access
   */
  WorkspaceFiles files();

  /**
   * Tells what a write to one of {@link #files} leaves out of the change, by the rules of the next
   * commit.
   *
   * @param written a path that was just written; after a write to a file of rules such as {@code
   *     .gitignore}, all that was written before is looked at again
   * @return what the next commit will not hold of what was written; empty if it takes all, as those
   *     workspaces do that leave nothing out
   */
  default LeftOutWork leftOut(String written) {
    return LeftOutWork.none();
  }

  /**
   * Tells what the next commit will not hold, by what commands did. It looks at all files, as the
   * commit does.
   *
   * @return what is left out, but for what {@link #leftOut} named, and for what a rule of the
   *     repository ignores and {@link #files} did not write; the default, for workspaces that leave
   *     nothing out, is nothing
   */
  default LeftOutWork leftOutByCommands() {
    return LeftOutWork.none();
  }

  /**
   * Returns the files of the base commit, whatever happens to the branch.
   *
   * @return a read-only view
   */
  TreeView base();

  /**
   * Brings from elsewhere what commands of this workspace need, if that was not done yet.
   *
   * <p><b>Caller:</b> the engine, before each round of an implementer.
   *
   * @throws dev.nightshift.core.base.RunStoppedException if it cannot be had
   * @throws InterruptedException if the run was cancelled
   * @implSpec there is nothing to bring unless overridden
   */
  default void prepare() throws InterruptedException {}

  /**
   * Looks for a program as a command of this workspace would find it, without running it.
   *
   * @param program a name to be looked up on the PATH
   * @return exit status 0 if it is there, 127 with a hint if not; the default finds every program
   * @throws InterruptedException if the run was cancelled
   */
  default CommandResult find(String program) throws InterruptedException {
    return CommandResult.builder(0, "").build();
  }

  /**
   * Runs a command in the workspace, in the sandbox if there is one, and waits for it and all its
   * children to end.
   *
   * @param command what to run
   * @return how it ended; a command that fails or is missing is a result, not an exception
   * @throws InterruptedException if the run was cancelled; the whole process tree is dead by then
   */
  CommandResult run(Command command) throws InterruptedException;
}
