package dev.nightshift.core;

import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.Command;
import dev.nightshift.core.workspace.CommandResult;
import dev.nightshift.core.workspace.TreeView;
import dev.nightshift.core.workspace.WorkspaceFiles;

/**
 * The agent's workspace, telling the run when a command is at work so that it is not taken for
 * hanging.
 */
final class WatchedWorkspace implements BranchWorkspace {
  private final BranchWorkspace workspace;
  private final RunContext context;

  WatchedWorkspace(BranchWorkspace workspace, RunContext context) {
    this.workspace = workspace;
    this.context = context;
  }

  @Override
  public String branch() {
    return workspace.branch();
  }

  @Override
  public String baseCommit() {
    return workspace.baseCommit();
  }

  @Override
  public WorkspaceFiles files() {
    return workspace.files();
  }

  @Override
  public TreeView base() {
    return workspace.base();
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    context.throwIfStopped();
    context.commandStarted();
    try {
      return workspace.run(command);
    } finally {
      context.commandEnded();
    }
  }
}
