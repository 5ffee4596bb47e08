package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.util.function.Function;
import java.util.function.Supplier;

/** What an agent holds of its run: no git, and no way to land. */
final class GitBranchWorkspace implements BranchWorkspace {
  /** Says what a shell says of a program it does not find, so that hints fit. */
  private static final String FIND =
      "command -v \"$1\" >/dev/null 2>&1 || { echo \"$1: command not found\"; exit 127; }";

  private final WorkspacePlan plan;
  private final RunDirectory directory;
  private final Supplier<CommandRunner> runner;
  private final WorkspaceFiles files;
  private final TreeView base;
  private final Left left;

  /**
   * Creates the agent's side.
   *
   * @param runner what runs its commands, which depends on what was merged in
   * @param left what is left out
   */
  GitBranchWorkspace(
      WorkspacePlan plan,
      RunDirectory directory,
      Supplier<CommandRunner> runner,
      Trees trees,
      Left left) {
    this.plan = plan;
    this.directory = directory;
    this.runner = runner;
    this.files = trees.files();
    this.base = trees.base();
    this.left = left;
  }

  /**
   * What the agent sees.
   *
   * @param files its working files
   * @param base those of the commit the work started from
   */
  record Trees(WorkspaceFiles files, TreeView base) {}

  /**
   * What the next commit leaves out.
   *
   * @param byWrite after a write to a path
   * @param byCommands of what no tool wrote
   */
  record Left(Function<String, LeftOutWork> byWrite, Supplier<LeftOutWork> byCommands) {}

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
  public LeftOutWork leftOut(String written) {
    return left.byWrite().apply(written);
  }

  @Override
  public LeftOutWork leftOutByCommands() {
    return left.byCommands().get();
  }

  @Override
  public TreeView base() {
    return base;
  }

  @Override
  public void prepare() throws InterruptedException {
    runner.get().prepare();
  }

  @Override
  public CommandResult find(String program) throws InterruptedException {
    return run(Command.of("/bin/sh", "-c", FIND, "sh", program));
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return runner.get().run(command, directory.workspace(), directory.home());
  }
}
