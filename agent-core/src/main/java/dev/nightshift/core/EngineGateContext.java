package dev.nightshift.core;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.MergeCandidate;
import dev.nightshift.core.workspace.MergeQueue;
import org.jspecify.annotations.Nullable;

/** What a gate may use; checks the candidate out only when a gate asks for it. */
final class EngineGateContext implements GateContext, AutoCloseable {
  private final RunContext context;
  private final MergeQueue queue;
  private final MergeCandidate candidate;
  private final Change change;
  private @Nullable CandidateCheckout checkout;

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
  public CandidateCheckout checkout() {
    CandidateCheckout known = checkout;
    if (known == null) {
      known = queue.checkout(candidate);
      checkout = known;
    }
    return known;
  }

  @Override
  public TimeSource time() {
    return context.settings.time;
  }

  @Override
  public void close() {
    if (checkout != null) {
      checkout.close();
    }
  }
}
