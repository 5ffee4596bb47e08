package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.TargetRun;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a gate may use; closes the checkouts that gates opened and left open. */
final class EngineGateContext implements GateContext, AutoCloseable {
  private final RunContext context;
  private final MergeQueue queue;
  private final MergeCandidate candidate;
  private final Change change;
  private final boolean isBaselineTaken;
  private final List<CandidateCheckout> opened = new ArrayList<>();

  EngineGateContext(
      RunContext context,
      MergeQueue queue,
      MergeCandidate candidate,
      Change change,
      boolean isBaselineTaken) {
    this.context = context;
    this.queue = queue;
    this.candidate = candidate;
    this.change = change;
    this.isBaselineTaken = isBaselineTaken;
  }

  @Override
  public RunId run() {
    return context.id;
  }

  @Override
  public Task task() {
    return context.task;
  }

  @Override
  public Change change() {
    return change;
  }

  /** What a gate may use before there is any work: all is the commit that the run starts from. */
  static EngineGateContext onBase(RunContext context, MergeQueue queue, MergeCandidate base) {
    return new EngineGateContext(context, queue, base, Change.none(), true);
  }

  private boolean isBase() {
    return candidate.mergeCommit().equals(candidate.targetCommit());
  }

  @Override
  public boolean isBaselineTaken() {
    return isBaselineTaken;
  }

  @Override
  public CandidateCheckout openCheckout() {
    CandidateCheckout checkout = isBase() ? onBase().orElseThrow() : queue.checkout(candidate);
    opened.add(checkout);
    return checkout;
  }

  @Override
  public Optional<CandidateCheckout> openTarget() {
    Optional<CandidateCheckout> checkout = isBase() ? onBase() : queue.checkoutTarget(candidate);
    checkout.ifPresent(opened::add);
    return checkout;
  }

  @Override
  public Optional<TargetRun> onTarget(Command command) throws InterruptedException {
    return context
        .settings
        .targetRuns()
        .of(candidate.targetCommit(), command, () -> GateContext.super.onTarget(command));
  }

  @Override
  public TreeView files() {
    return queue.view(candidate.mergeCommit());
  }

  @Override
  public TreeView targetFiles() {
    return queue.view(candidate.targetCommit());
  }

  private Optional<CandidateCheckout> onBase() {
    return queue.checkout(context.branch, candidate.targetCommit());
  }

  @Override
  public TimeSource time() {
    return context.settings.time();
  }

  @Override
  public void close() {
    opened.forEach(CandidateCheckout::close);
  }
}
