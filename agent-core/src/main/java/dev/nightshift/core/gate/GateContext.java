package dev.nightshift.core.gate;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/**
 * What a gate may use: checkouts of the candidate, its change and its task. Used by one thread.
 *
 * <p>Made by the engine and not for implementation: methods may be added to it. Tests mock it, or
 * run the engine on {@link dev.nightshift.core.testing}.
 */
public interface GateContext {
  /**
   * Returns the run.
   *
   * @return the run
   */
  RunId run();

  /**
   * Returns the task.
   *
   * @return the task
   */
  Task task();

  /**
   * Returns what the candidate changes on its target.
   *
   * @return the change
   */
  Change change();

  /**
   * Checks the candidate out, with a private home of its own. No two calls share anything, because
   * a command may run code of the agent, which can rewrite files that the next command trusts: open
   * one for each command that has to see what was committed.
   *
   * @return a clean checkout, to be closed by the caller, at the latest closed with the evaluation
   */
  CandidateCheckout openCheckout();

  /**
   * Checks out what the candidate was built on, without the change, so that a command which cannot
   * be run because of the change can be told from one that cannot be run at all.
   *
   * @return a clean checkout of the target, to be closed by the caller; empty, the default, if
   *     there is none
   */
  default Optional<CandidateCheckout> openTarget() {
    return Optional.empty();
  }

  /**
   * Returns what a command does without the change. The engine runs it once for a commit of the
   * target, and once more for runs that ask meanwhile, unless it could not be run or was killed; it
   * remembers the last ten.
   *
   * @param command what to run, as it is run on the candidate
   * @return what came of it; empty if there is no target to check out
   * @throws InterruptedException if the run was cancelled
   */
  default Optional<TargetRun> onTarget(Command command) throws InterruptedException {
    Optional<CandidateCheckout> target = openTarget();
    if (target.isEmpty()) {
      return Optional.empty();
    }
    try (CandidateCheckout checkout = target.get()) {
      return Optional.of(TargetRun.in(checkout, command));
    }
  }

  /**
   * Tells whether the gates of the run were asked about the commit it starts from, so that tests
   * which fail without the change, too, are not held against it.
   *
   * @return false, the default, unless {@link dev.nightshift.core.run.RunScope#baseline} was called
   */
  default boolean isBaselineTaken() {
    return false;
  }

  /**
   * Returns the files of the candidate without a checkout, so that a gate which only reads is
   * cheap.
   *
   * @return a read-only view of the merge commit
   */
  TreeView files();

  /**
   * Returns the files of what the candidate was built on, as {@link #files} does.
   *
   * @return a read-only view of the commit of the target
   */
  TreeView targetFiles();

  /**
   * Returns the clock.
   *
   * @return the run's time source
   */
  TimeSource time();
}
