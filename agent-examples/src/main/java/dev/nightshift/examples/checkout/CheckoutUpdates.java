package dev.nightshift.examples.checkout;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Workspaces whose landings move a clean checkout of their target along, by the git program. A
 * dirty one is refused before anything lands. Git runs the filters that the owner's configuration
 * names, and no hook. Safe for concurrent use.
 */
public final class CheckoutUpdates implements Workspaces {
  private static final int USAGE = 129;
  private final Workspaces workspaces;
  private final CheckoutUpdate update;
  private final ConcurrentMap<String, MergeQueue> queues = new ConcurrentHashMap<>();

  private CheckoutUpdates(Workspaces workspaces, CheckoutUpdate update) {
    this.workspaces = workspaces;
    this.update = update;
  }

  /**
   * Makes workspaces whose landings update checkouts.
   *
   * @param workspaces the workspaces of the repository
   * @param repository the top of a work tree or a git directory
   * @return the same workspaces with other queues
   */
  public static Workspaces of(Workspaces workspaces, Path repository) {
    return of(workspaces, repository, new GitProgram());
  }

  static Workspaces of(Workspaces workspaces, Path repository, Git git) {
    return new CheckoutUpdates(workspaces, new CheckoutUpdate(git, repository));
  }

  /**
   * Tells whether this machine has a git program that can do it.
   *
   * @param repository where it would run
   * @return true from git 2.23 on
   */
  public static boolean isPossible(Path repository) {
    return new GitProgram().run(repository, "switch", "-h").status() == USAGE;
  }

  /**
   * Takes work trees back to the branch that a landing took them off whose process died.
   *
   * @param repository the top of a work tree or a git directory
   * @param dryRun true to only say it
   * @return what was done or would be, one sentence for each
   */
  public static List<String> repair(Path repository, boolean dryRun) {
    return isPossible(repository)
        ? new CheckoutUpdate(new GitProgram(), repository).repair(dryRun)
        : List.of();
  }

  @Override
  public void checkTarget(Task task) {
    workspaces.checkTarget(task);
  }

  @Override
  public WorkspacePlan plan(Task task, RunId run) {
    return workspaces.plan(task, run);
  }

  @Override
  public ManagedWorkspace open(WorkspacePlan plan) {
    return workspaces.open(plan);
  }

  @Override
  public ManagedWorkspace reopen(RunId run) {
    return workspaces.reopen(run);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String snapshot) {
    return workspaces.reopen(run, snapshot);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String head, String snapshot) {
    return workspaces.reopen(run, head, snapshot);
  }

  @Override
  public MergeQueue queue(String target) {
    return queues.computeIfAbsent(
        target, name -> new UpdatingQueue(workspaces.queue(name), update));
  }

  @Override
  public List<UnfinishedRun> unfinished() {
    return workspaces.unfinished();
  }

  @Override
  public List<UnfinishedRun> parked() {
    return workspaces.parked();
  }

  @Override
  public List<SalvagedRun> salvage() {
    return workspaces.salvage();
  }

  @Override
  public void spare(Predicate<RunId> isTakenUp) {
    workspaces.spare(isTakenUp);
  }

  @Override
  public String sandbox() {
    return workspaces.sandbox();
  }
}
