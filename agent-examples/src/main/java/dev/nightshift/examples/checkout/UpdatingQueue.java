package dev.nightshift.examples.checkout;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/** A queue whose landings move a checkout along. Safe for concurrent use. */
record UpdatingQueue(MergeQueue queue, CheckoutUpdate update) implements MergeQueue {
  @Override
  public Merge candidate(RunId run, String head) {
    return queue.candidate(run, head);
  }

  @Override
  public String obstacle(RunId run) {
    return queue.obstacle(run);
  }

  @Override
  public CandidateCheckout checkout(MergeCandidate candidate) {
    return queue.checkout(candidate);
  }

  @Override
  public Optional<CandidateCheckout> checkout(RunId run, String commit) {
    return queue.checkout(run, commit);
  }

  @Override
  public Optional<CandidateCheckout> checkoutTarget(MergeCandidate candidate) {
    return queue.checkoutTarget(candidate);
  }

  @Override
  public Change change(MergeCandidate candidate) {
    return queue.change(candidate);
  }

  @Override
  public TreeView view(String commit) {
    return queue.view(commit);
  }

  @Override
  public TreeView view(RunId run, String commit) {
    return queue.view(run, commit);
  }

  @Override
  public MergeTurn turn(RunId run) throws InterruptedException {
    return new UpdatingTurn(queue.turn(run), update);
  }

  /** A turn whose tries move a checkout along. */
  private record UpdatingTurn(MergeTurn turn, CheckoutUpdate update) implements MergeTurn {
    @Override
    public Landing tryLand(MergeCandidate candidate) throws InterruptedException {
      return update.around(candidate, () -> turn.tryLand(candidate));
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
