package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.BranchWorkspace;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a tool call. A tool of an implementer has the branch the agent works on; a tool of
 * a reviewer has the candidate and its base to read, and nothing to write to.
 *
 * <p><b>Threads:</b> used by the one thread of its run, during the call.
 */
public final class ToolContext {
  private final RunId run;
  private final Task task;
  private final TreeView base;
  private final TreeView files;
  private final @Nullable BranchWorkspace workspace;

  /**
   * Creates the context of an implementer's tool.
   *
   * @param run the run
   * @param task the task
   * @param workspace the branch the agent works on
   */
  public ToolContext(RunId run, Task task, BranchWorkspace workspace) {
    this.run = Require.nonNull(run, "run");
    this.task = Require.nonNull(task, "task");
    this.workspace = Require.nonNull(workspace, "workspace");
    this.base = workspace.base();
    this.files = workspace.files();
  }

  private ToolContext(RunId run, Task task, TreeView base, TreeView files) {
    this.run = run;
    this.task = task;
    this.base = base;
    this.files = files;
    this.workspace = null;
  }

  /**
   * Returns the context of a reviewer's tool.
   *
   * @param run the run
   * @param task the task
   * @param base the files before the change
   * @param candidate the files after the change
   * @return a context without a workspace
   */
  public static ToolContext reading(RunId run, Task task, TreeView base, TreeView candidate) {
    Require.nonNull(run, "run");
    Require.nonNull(task, "task");
    Require.nonNull(base, "base");
    Require.nonNull(candidate, "candidate");
    return new ToolContext(run, task, base, candidate);
  }

  /**
   * Returns the run.
   *
   * @return its id
   */
  public RunId run() {
    return run;
  }

  /**
   * Returns the task.
   *
   * @return the task as copied at dispatch
   */
  public Task task() {
    return task;
  }

  /**
   * Returns the files before the change.
   *
   * @return of an implementer's tool the base commit, of a reviewer's the candidate's first parent
   */
  public TreeView base() {
    return base;
  }

  /**
   * Returns the files with the change: all that a read-only tool needs, for whichever role it
   * works.
   *
   * @return of an implementer's tool the working files, of a reviewer's the candidate
   */
  public TreeView files() {
    return files;
  }

  /**
   * Returns the branch the agent works on.
   *
   * @return files to write and commands to run
   * @throws IllegalStateException in a review, where there is none
   */
  public BranchWorkspace workspace() {
    if (workspace == null) {
      throw new IllegalStateException(
          "a reviewer's tool has no workspace; read with files() and base()");
    }
    return workspace;
  }
}
