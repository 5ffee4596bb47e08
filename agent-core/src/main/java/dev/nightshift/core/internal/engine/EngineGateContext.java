package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.gate.GateContext;
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
  private final List<CandidateCheckout> opened = new ArrayList<>();

  EngineGateContext(RunContext context, MergeQueue queue, MergeCandidate candidate, Change change) {
    this.context = context;
    this.queue = queue;
    this.candidate = candidate;
    this.change = change;
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

  @Override
  public CandidateCheckout openCheckout() {
    CandidateCheckout checkout = queue.checkout(candidate);
    opened.add(checkout);
    return checkout;
  }

  @Override
  public Optional<CandidateCheckout> openTarget() {
    Optional<CandidateCheckout> checkout = queue.checkoutTarget(candidate);
    checkout.ifPresent(opened::add);
    return checkout;
  }

  @Override
  public TreeView files() {
    return queue.view(candidate.mergeCommit());
  }

  @Override
  public TreeView targetFiles() {
    return queue.view(candidate.targetCommit());
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
