package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.util.List;
import java.util.function.Predicate;

/** Leaves everything to other workspaces, but for what a test overrides. */
abstract class ForwardingWorkspaces implements Workspaces {
  private final Workspaces all;

  ForwardingWorkspaces(Workspaces all) {
    this.all = all;
  }

  @Override
  public void checkTarget(Task task) {
    all.checkTarget(task);
  }

  @Override
  public WorkspacePlan plan(Task task, RunId run) {
    return all.plan(task, run);
  }

  @Override
  public ManagedWorkspace open(WorkspacePlan plan) {
    return all.open(plan);
  }

  @Override
  public ManagedWorkspace reopen(RunId run) {
    return all.reopen(run);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String snapshot) {
    return all.reopen(run, snapshot);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String head, String snapshot) {
    return all.reopen(run, head, snapshot);
  }

  @Override
  public MergeQueue queue(String target) {
    return all.queue(target);
  }

  @Override
  public List<UnfinishedRun> unfinished() {
    return all.unfinished();
  }

  @Override
  public List<UnfinishedRun> parked() {
    return all.parked();
  }

  @Override
  public List<SalvagedRun> salvage() {
    return all.salvage();
  }

  @Override
  public void spare(Predicate<RunId> isTakenUp) {
    all.spare(isTakenUp);
  }

  @Override
  public String sandbox() {
    return all.sandbox();
  }
}
