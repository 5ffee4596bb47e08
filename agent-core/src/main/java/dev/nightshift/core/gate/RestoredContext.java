package dev.nightshift.core.gate;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.internal.integrity.BaseTests;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/**
 * Checkouts of a candidate in which the tests are those of the target.
 *
 * @param candidate what the gate got
 * @param base what is put back
 */
record RestoredContext(GateContext candidate, BaseTests base) implements GateContext {
  @Override
  public CandidateCheckout openCheckout() {
    CandidateCheckout checkout = candidate.openCheckout();
    base.restore(
        checkout
            .directory()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "base tests need checkouts in directories; these are in memory")),
        candidate.targetFiles());
    return checkout;
  }

  @Override
  public RunId run() {
    return candidate.run();
  }

  @Override
  public Task task() {
    return candidate.task();
  }

  @Override
  public Change change() {
    return candidate.change();
  }

  @Override
  public Optional<CandidateCheckout> openTarget() {
    return candidate.openTarget();
  }

  @Override
  public Optional<TargetRun> onTarget(Command command) throws InterruptedException {
    return candidate.onTarget(command);
  }

  @Override
  public boolean isBaselineTaken() {
    return candidate.isBaselineTaken();
  }

  @Override
  public TreeView files() {
    return candidate.files();
  }

  @Override
  public TreeView targetFiles() {
    return candidate.targetFiles();
  }

  @Override
  public TimeSource time() {
    return candidate.time();
  }
}
