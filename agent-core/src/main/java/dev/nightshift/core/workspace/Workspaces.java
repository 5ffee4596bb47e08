package dev.nightshift.core.workspace;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Opens workspaces in one repository: an SPI.
 *
 * <p><b>Caller:</b> the engine, from many run threads at once.
 */
public interface Workspaces {
  /**
   * Refuses a task that {@link #plan} would refuse, so that no run of it starts.
   *
   * <p><b>Caller:</b> the engine, for each dispatch, on the thread of the caller. Quick, and writes
   * nothing. The default checks nothing; such a task then fails in its run.
   *
   * @param task the task
   * @throws WorkspaceException as {@link #plan}; the message says what to do, for example to make a
   *     first commit
   */
  default void checkTarget(Task task) {}

  /**
   * Decides base and branch for a run without creating anything.
   *
   * @param task the task
   * @param run the run
   * @return the plan, with the target and the base that the task names, or else the target of these
   *     workspaces and its tip
   * @throws WorkspaceException NOT_FOUND if target or base do not exist, UNSUPPORTED for a base
   *     that the target does not contain and for repositories that cannot be used
   */
  WorkspacePlan plan(Task task, RunId run);

  /**
   * Creates the workspace of a plan.
   *
   * @param plan a plan of this repository
   * @return the workspace, to be parked or discarded by the engine
   */
  ManagedWorkspace open(WorkspacePlan plan);

  /**
   * Opens the workspace of an earlier run again, with its branch as it was at the last checkpoint.
   *
   * @param run a run that was parked, or whose process died
   * @return the workspace
   * @throws WorkspaceException NOT_FOUND if nothing of the run is left
   */
  ManagedWorkspace reopen(RunId run);

  /**
   * Opens the workspace of an earlier run again, with its branch as it was at the last checkpoint
   * and its files as they were at a snapshot. Of a merge that was not committed then the next
   * checkpoint records the target, if the snapshot is the newest.
   *
   * @param run as for {@link #reopen(RunId)}
   * @param snapshot what {@link ManagedWorkspace#snapshot} of this run returned, or the tree of one
   *     of its checkpoints or of its base
   * @return the workspace
   * @throws WorkspaceException as {@link #reopen(RunId)}; NOT_FOUND also if the run never had these
   *     files or they are not kept any more. Those of its candidates are refused: what landed on
   *     the target would count as work of the run
   */
  ManagedWorkspace reopen(RunId run, String snapshot);

  /**
   * Opens the workspace of a run again whose process died, as its record says it was: checkpoints
   * that were made and not recorded any more are made again.
   *
   * @param run as for {@link #reopen(RunId)}
   * @param head the last recorded checkpoint, or the base of the plan; 40 hexadecimal digits
   * @param snapshot as for {@link #reopen(RunId, String)}; empty for the files of the checkpoint
   * @return the workspace, with its branch at that checkpoint
   * @throws WorkspaceException as {@link #reopen(RunId, String)}; NOT_FOUND also if the branch does
   *     not contain the checkpoint
   * @implSpec opens it at the last checkpoint unless overridden
   */
  default ManagedWorkspace reopen(RunId run, String head, String snapshot) {
    return snapshot.isEmpty() ? reopen(run) : reopen(run, snapshot);
  }

  /**
   * Returns the queue that lands changes on a target; the same object for the same target.
   *
   * @param target the short name of the branch
   * @return the queue
   */
  MergeQueue queue(String target);

  /**
   * Returns the runs that were opened and neither parked nor discarded, whichever process opened
   * them.
   *
   * @return in order of their ids; the default knows of none
   */
  default List<UnfinishedRun> unfinished() {
    return List.of();
  }

  /**
   * Returns the runs that were {@linkplain ManagedWorkspace#park parked} and not reopened since:
   * those about which a human can still decide.
   *
   * @return in order of their ids; the default knows of none
   */
  default List<UnfinishedRun> parked() {
    return List.of();
  }

  /**
   * Keeps on a branch what runs of dead processes left, and removes all else of them. Runs of
   * living processes are not touched; a run whose process is not known is left as it is.
   *
   * <p><b>Caller:</b> the engine, before it plans a run. What cannot be salvaged is not an
   * exception but a result.
   *
   * @return what was found, in order of the ids; empty where nothing was left; the default does
   *     nothing
   */
  default List<SalvagedRun> salvage() {
    return List.of();
  }

  /**
   * Tells whose work is not to be salvaged, because somebody who has the records of these runs is
   * going to take them up again. Predicates add up.
   *
   * <p><b>Caller:</b> the engine, once, before its first run. The predicate is asked about each
   * dead run, a fork by the run it belongs to, on the thread that salvages.
   *
   * @param isTakenUp tells whether a run is left as it is
   * @implSpec does nothing unless overridden
   */
  default void spare(Predicate<RunId> isTakenUp) {}

  /**
   * Says where the runs that are opened from now on are recorded, so that other processes, which
   * have other records or none, do not salvage what is to go on from there.
   *
   * <p><b>Caller:</b> an engine with a state directory, once, before its first run.
   *
   * @param state the state directory
   * @implSpec does nothing unless overridden
   */
  default void recordedIn(Path state) {}

  /**
   * Returns how commands are confined, for the report.
   *
   * @return for example {@code bubblewrap}, or {@code none (reason)}
   */
  String sandbox();
}
