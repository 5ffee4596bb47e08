package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.LandingRequest;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.Workspaces;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way onto a target, each of whose answers is a step. What only gates and reviewers look at is
 * none: they are steps themselves.
 */
final class RecordedQueue implements MergeQueue {
  private final Steps steps;
  private final Supplier<MergeQueue> queue;
  private int landings;

  /** On a replay the workspaces are never asked for a queue. */
  RecordedQueue(Steps steps, Workspaces workspaces, String target) {
    this.steps = steps;
    this.queue = () -> workspaces.queue(target);
  }

  @Override
  public Merge candidate(RunId run, String head) {
    return steps.now("candidate", Merge.class, () -> queue.get().candidate(run, head));
  }

  @Override
  public Change change(MergeCandidate candidate) {
    return steps.now("candidateChange", Change.class, () -> queue.get().change(candidate));
  }

  /** Each candidate that the queue hands back is a step too, and validated again on a replay. */
  @Override
  public Landing land(LandingRequest request) throws InterruptedException {
    Steps moves = steps.fork("land" + ++landings);
    if (steps.isReplay()) {
      while (moves.holdsNext("fresh")) {
        validate(moves, request, null, false);
      }
    }
    LandingRequest.Redo recorded = (fresh, overlaps) -> validate(moves, request, fresh, overlaps);
    LandingRequest asked = new LandingRequest(request.run(), request.candidate(), recorded);
    return moves.once("landing", Landing.class, () -> queue.get().land(asked));
  }

  private static boolean validate(
      Steps moves, LandingRequest request, @Nullable MergeCandidate fresh, boolean overlaps)
      throws InterruptedException {
    MergeCandidate candidate =
        moves.now("fresh", MergeCandidate.class, () -> Objects.requireNonNull(fresh));
    return request.redo().validate(candidate, moves.now("overlaps", Boolean.class, () -> overlaps));
  }

  @Override
  public CandidateCheckout checkout(MergeCandidate candidate) {
    return queue.get().checkout(candidate);
  }

  @Override
  public Optional<CandidateCheckout> checkoutTarget(MergeCandidate candidate) {
    return queue.get().checkoutTarget(candidate);
  }

  @Override
  public TreeView view(String commit) {
    return queue.get().view(commit);
  }

  @Override
  public TreeView view(RunId run, String commit) {
    return queue.get().view(run, commit);
  }
}
