package dev.nightshift.examples.replay;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;

/** A repository that must not be touched. */
final class NoWorkspaces implements Workspaces {
  @Override
  public WorkspacePlan plan(Task task, RunId run) {
    throw touched();
  }

  @Override
  public ManagedWorkspace open(WorkspacePlan plan) {
    throw touched();
  }

  @Override
  public ManagedWorkspace reopen(RunId run) {
    throw touched();
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String snapshot) {
    throw touched();
  }

  @Override
  public MergeQueue queue(String target) {
    throw touched();
  }

  @Override
  public String sandbox() {
    throw touched();
  }

  private static AssertionError touched() {
    return new AssertionError("a repository was touched");
  }
}
