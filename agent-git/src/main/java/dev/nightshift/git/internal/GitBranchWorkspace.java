package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.Command;
import dev.nightshift.core.workspace.CommandResult;
import dev.nightshift.core.workspace.TreeView;
import dev.nightshift.core.workspace.WorkspaceFiles;
import dev.nightshift.core.workspace.WorkspacePlan;

/** What an agent holds of its run: no git, and no way to land. */
final class GitBranchWorkspace implements BranchWorkspace {
  private final WorkspacePlan plan;
  private final RunDirectory directory;
  private final GitRepository git;
  private final WorkspaceFiles files;
  private final TreeView base;

  GitBranchWorkspace(
      WorkspacePlan plan, RunDirectory directory, GitRepository git, TreeView base, ReadSet reads) {
    this.plan = plan;
    this.directory = directory;
    this.git = git;
    this.files = new RecordedFiles(WorkspaceFiles.ofDirectory(directory.workspace()), reads);
    this.base = new RecordedView(base, reads);
  }

  @Override
  public String branch() {
    return plan.branch();
  }

  @Override
  public String baseCommit() {
    return plan.baseCommit();
  }

  @Override
  public WorkspaceFiles files() {
    return files;
  }

  @Override
  public TreeView base() {
    return base;
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return git.runner().run(command, directory.workspace(), directory.home());
  }
}
