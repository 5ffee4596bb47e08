package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.process.LeftProcesses;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs commands under a {@link CommandPolicy}: for implementers of {@link Workspaces}.
 *
 * <p><b>Threads:</b> safe for concurrent use; commands with the same home wait for each other.
 */
public interface CommandRunner {
  /**
   * Returns a runner, choosing the sandbox by really running a confined command once.
   *
   * @param policy what commands may reach
   * @return the runner
   * @throws WorkspaceException UNSUPPORTED if the policy requires a sandbox and none works
   */
  static CommandRunner create(CommandPolicy policy) {
    Require.nonNull(policy, "policy");
    return LocalCommandRunner.of(policy);
  }

  /**
   * Kills what commands of a process that died left running. In the sandbox they died with it;
   * without one they are found, on Linux, by the environment they were given. One that cleared its
   * environment is not found.
   *
   * @param directory held workspace and home of the commands
   * @return what was killed, one sentence each
   */
  static List<String> endLeftovers(Path directory) {
    Require.nonNull(directory, "directory");
    return LeftProcesses.of(directory).kill();
  }

  /**
   * Returns the sandbox in use.
   *
   * @return the choice
   */
  SandboxChoice sandbox();

  /**
   * Returns how commands have been run so far, as reports show it: the sandbox, and whether they
   * share a Maven cache.
   *
   * @return for example {@code bubblewrap}, or {@code none (reason), Maven cache shared by all
   *     commands}
   */
  default String toDisplay() {
    return sandbox().toDisplay();
  }

  /**
   * Runs a command and waits until it and all its children have ended.
   *
   * @param command what to run
   * @param workspace the directory it works in
   * @param home its private home directory, outside the workspace; made if missing
   * @return how it ended; full outputs are saved below {@code .nightshift/output} in the workspace
   * @throws InterruptedException if the thread was interrupted; the whole process tree is dead by
   *     then
   */
  CommandResult run(Command command, Path workspace, Path home) throws InterruptedException;

  /**
   * Runs a command as {@link #run(Command, Path, Path)} that sees further directories, which it may
   * read and not write.
   *
   * @param command what to run
   * @param workspace the directory it works in, without links
   * @param home its private home directory, without links
   * @param readOnly where below these it sees which directory; a place that is not there is made,
   *     as an empty directory that stays
   * @return how it ended
   * @throws InterruptedException as {@link #run(Command, Path, Path)}
   * @throws UnsupportedOperationException if there is no sandbox to show directories elsewhere
   */
  default CommandResult run(Command command, Path workspace, Path home, Map<Path, Path> readOnly)
      throws InterruptedException {
    if (!readOnly.isEmpty()) {
      throw new UnsupportedOperationException(
          toDisplay() + " cannot show " + readOnly + " to a command; use bubblewrap");
    }
    return run(command, workspace, home);
  }

  /**
   * Brings from elsewhere what its commands need, if that was not done yet.
   *
   * @throws InterruptedException if the thread was interrupted
   * @implSpec there is nothing to bring unless overridden
   */
  default void prepare() throws InterruptedException {}
}
