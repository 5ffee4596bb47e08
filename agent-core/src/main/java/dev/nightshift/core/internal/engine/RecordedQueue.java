package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.internal.metering.ActiveTime;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.Workspaces;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way onto a target, each of whose answers is a step. What only gates and reviewers look at is
 * none: they are steps themselves.
 */
final class RecordedQueue implements MergeQueue {
  /** The key of notes of a candidate that is about to land. */
  static final String INTENDED = "landing/intended";

  private final Steps steps;
  private final Supplier<MergeQueue> queue;
  private final ActiveTime active;

  /** On a replay the workspaces are never asked for a queue. */
  RecordedQueue(Steps steps, Workspaces workspaces, String target, ActiveTime active) {
    this.steps = steps;
    this.active = active;
    this.queue = () -> workspaces.queue(target);
  }

  @Override
  public Merge candidate(RunId run, String head) {
    return steps.nowForced("candidate", Merge.class, () -> queue.get().candidate(run, head));
  }

  @Override
  public String obstacle(RunId run) {
    return steps.now("obstacle", String.class, () -> queue.get().obstacle(run));
  }

  @Override
  public Change change(MergeCandidate candidate) {
    return steps.now("candidateChange", Change.class, () -> queue.get().change(candidate));
  }

  /** Each try is a step, the wait for the turn before the first one included. */
  @Override
  public MergeTurn turn(RunId run) {
    return new RecordedTurn(run);
  }

  private final class RecordedTurn implements MergeTurn {
    private final RunId run;
    private @Nullable MergeTurn turn;

    RecordedTurn(RunId run) {
      this.run = run;
    }

    @Override
    public Landing tryLand(MergeCandidate candidate) throws InterruptedException {
      return steps.onceForced(
          "landing",
          candidate.mergeCommit(),
          Landing.class,
          () -> {
            MergeTurn ours = awaited();
            steps.intend(INTENDED, candidate);
            return ours.tryLand(candidate);
          });
    }

    @Override
    public boolean isAwaited() {
      MergeTurn taken = turn;
      return taken != null && taken.isAwaited();
    }

    private MergeTurn awaited() throws InterruptedException {
      MergeTurn known = turn;
      if (known == null) {
        MergeQueue line = queue.get();
        known = active.waiting(() -> line.turn(run));
        turn = known;
      }
      return known;
    }

    @Override
    public void close() {
      MergeTurn taken = turn;
      if (taken != null) {
        taken.close();
      }
    }
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
  public Optional<CandidateCheckout> checkout(RunId run, String commit) {
    return queue.get().checkout(run, commit);
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
