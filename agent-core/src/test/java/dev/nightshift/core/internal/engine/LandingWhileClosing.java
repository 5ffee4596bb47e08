package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
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
import java.util.concurrent.CountDownLatch;

/**
 * Workspaces whose first landing is under way until somebody stops its run, and is completed then:
 * git finishes what it began, whoever is interrupted.
 */
final class LandingWhileClosing extends ForwardingWorkspaces {
  private final CountDownLatch isLanding = new CountDownLatch(1);
  private boolean isOver;

  LandingWhileClosing(Workspaces all) {
    super(all);
  }

  /** Waits until a landing is under way. */
  void awaitLanding() throws InterruptedException {
    isLanding.await();
  }

  @Override
  public MergeQueue queue(String target) {
    return new Queue(super.queue(target));
  }

  private Landing completed(MergeTurn turn, MergeCandidate candidate) throws InterruptedException {
    if (isOver) {
      return turn.tryLand(candidate);
    }
    isOver = true;
    isLanding.countDown();
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody lets go of it");
    } catch (InterruptedException stopped) {
      Landing landing = turn.tryLand(candidate);
      Thread.currentThread().interrupt();
      return landing;
    }
  }

  private final class Queue implements MergeQueue {
    private final MergeQueue queue;

    Queue(MergeQueue queue) {
      this.queue = queue;
    }

    @Override
    public Merge candidate(RunId run, String head) {
      return queue.candidate(run, head);
    }

    @Override
    public String obstacle(RunId run) {
      return queue.obstacle(run);
    }

    @Override
    public Change change(MergeCandidate candidate) {
      return queue.change(candidate);
    }

    @Override
    public MergeTurn turn(RunId run) throws InterruptedException {
      return new Turn(queue.turn(run));
    }

    @Override
    public CandidateCheckout checkout(MergeCandidate candidate) {
      return queue.checkout(candidate);
    }

    @Override
    public Optional<CandidateCheckout> checkoutTarget(MergeCandidate candidate) {
      return queue.checkoutTarget(candidate);
    }

    @Override
    public TreeView view(String commit) {
      return queue.view(commit);
    }

    @Override
    public TreeView view(RunId run, String commit) {
      return queue.view(run, commit);
    }
  }

  private final class Turn implements MergeTurn {
    private final MergeTurn turn;

    Turn(MergeTurn turn) {
      this.turn = turn;
    }

    @Override
    public Landing tryLand(MergeCandidate candidate) throws InterruptedException {
      return completed(turn, candidate);
    }

    @Override
    public boolean isAwaited() {
      return turn.isAwaited();
    }

    @Override
    public void close() {
      turn.close();
    }
  }
}
