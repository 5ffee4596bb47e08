package dev.nightshift.core.workspace;

import java.nio.file.Path;

/**
 * Runs commands under a {@link CommandPolicy}: for implementers of {@link Workspaces}.
 *
 * <p><b>Threads:</b> safe for concurrent use.
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
    return LocalCommandRunner.of(policy);
  }

  /**
   * Returns the sandbox in use.
   *
   * @return the choice
   */
  SandboxChoice sandbox();

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
}
