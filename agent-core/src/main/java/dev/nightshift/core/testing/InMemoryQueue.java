package dev.nightshift.core.testing;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.LandingRequest;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The way onto one branch in memory. Safe for concurrent use. */
final class InMemoryQueue implements MergeQueue {
  /** From this redo on the lock is held while the candidate is validated. */
  private static final int HOLDING_REDO = 3;

  /** While the queue is held only others than runs can move the target. */
  private static final int MAX_REDOS = 10;

  private final InMemoryWorkspaces owner;
  private final InMemoryStore store;
  private final String target;
  private final ReentrantLock turn = new ReentrantLock(true);

  InMemoryQueue(InMemoryWorkspaces owner, String target) {
    this.owner = owner;
    this.store = owner.store();
    this.target = target;
  }

  @Override
  public Merge candidate(RunId run, String head) {
    String tip = store.tip(target);
    List<ConflictReport.ConflictedPath> left = owner.unresolved(run, store.tree(head));
    if (!left.isEmpty()) {
      return new Merge.Conflicted(ConflictReport.bounded(tip, left));
    }
    String branch = owner.branchOf(run);
    TreeMerge merge =
        TreeMerge.of(
            store.tree(store.mergeBase(head, tip)),
            new TreeMerge.Side(branch, store.tree(head)),
            new TreeMerge.Side(target, store.tree(tip)));
    if (!merge.isClean()) {
      return new Merge.Conflicted(merge.report(tip));
    }
    InMemoryTree tree = merge.tree();
    String message = "Merge " + branch + " into " + target + "\n\nNightshift-Run: " + run + "\n";
    String commit = store.add(new InMemoryCommit(List.of(tip, head), tree, message));
    return new Merge.Clean(new MergeCandidate(target, tip, head, commit, tree.id()));
  }

  @Override
  public CandidateCheckout checkout(MergeCandidate candidate) {
    return new InMemoryCheckout(owner, mergeCommit(candidate).tree());
  }

  @Override
  public Optional<CandidateCheckout> checkoutTarget(MergeCandidate candidate) {
    mergeCommit(candidate);
    return Optional.of(new InMemoryCheckout(owner, store.tree(candidate.targetCommit())));
  }

  @Override
  public Change change(MergeCandidate candidate) {
    mergeCommit(candidate);
    return TreeChange.between(store, candidate.targetCommit(), candidate.mergeCommit());
  }

  @Override
  public TreeView view(String commit) {
    return InMemoryView.of(store.tree(commit));
  }

  @Override
  public TreeView view(RunId run, String commit) {
    return new InMemoryView(store.tree(commit)::files, owner.readsOf(run));
  }

  @Override
  public Landing land(LandingRequest request) throws InterruptedException {
    mergeCommit(request.candidate());
    Optional<String> refusal = owner.refusal();
    if (refusal.isPresent()) {
      return new Landing.Refused(refusal.get());
    }
    if (isNothing(request.candidate())) {
      return new Landing.NothingToLand(request.candidate());
    }
    Attempt attempt = new Attempt(request);
    attempt.advance();
    for (int redo = 1; redo < HOLDING_REDO && attempt.isOpen(); redo++) {
      attempt.redo();
      attempt.advance();
    }
    if (attempt.isOpen()) {
      landInTurn(attempt);
    }
    return attempt.end();
  }

  /** Holds the place in the queue, so that a busy target cannot starve the run. */
  private void landInTurn(Attempt attempt) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      for (int redo = HOLDING_REDO; redo <= MAX_REDOS && attempt.isOpen(); redo++) {
        attempt.redo();
        attempt.advance();
      }
      attempt.giveUp();
    } finally {
      turn.unlock();
    }
  }

  /** Tells whether a candidate would change no file of its target. */
  private boolean isNothing(MergeCandidate candidate) {
    return store.tree(candidate.targetCommit()).id().equals(candidate.mergeTree());
  }

  private InMemoryCommit mergeCommit(MergeCandidate candidate) {
    InMemoryCommit commit = store.commit(candidate.mergeCommit());
    List<String> parents = List.of(candidate.targetCommit(), candidate.headCommit());
    if (!candidate.target().equals(target) || !commit.parents().equals(parents)) {
      throw new IllegalArgumentException(
          "candidate " + candidate + " is not one of the queue of '" + target + "'");
    }
    return commit;
  }

  /** One landing, from the requested candidate over fresh ones to its end. */
  private final class Attempt {
    private final LandingRequest request;
    private MergeCandidate candidate;
    private @Nullable Landing end;

    Attempt(LandingRequest request) {
      this.request = request;
      this.candidate = request.candidate();
    }

    boolean isOpen() {
      return end == null;
    }

    Landing end() {
      return Objects.requireNonNull(end, "the landing is not over");
    }

    void advance() throws InterruptedException {
      if (end != null) {
        return;
      }
      turn.lockInterruptibly();
      try {
        if (store.compareAndSet(target, candidate.targetCommit(), candidate.mergeCommit())
            || store.isAncestor(candidate.mergeCommit(), store.tip(target))) {
          end = new Landing.Landed(candidate);
        }
      } finally {
        turn.unlock();
      }
    }

    void redo() throws InterruptedException {
      Merge merge = candidate(request.run(), candidate.headCommit());
      if (merge instanceof Merge.Clean clean) {
        MergeCandidate fresh = clean.candidate();
        boolean overlaps = overlaps(fresh);
        candidate = fresh;
        if (isNothing(fresh)) {
          end = new Landing.NothingToLand(fresh);
        } else if (!request.redo().validate(fresh, overlaps)) {
          end = new Landing.Rejected(fresh);
        }
      } else if (merge instanceof Merge.Conflicted conflicted) {
        end = new Landing.Conflicted(conflicted.report());
      }
    }

    void giveUp() {
      if (end == null) {
        end =
            new Landing.Refused(
                "'" + target + "' moved " + MAX_REDOS + " times while validating; try later");
      }
    }

    private boolean overlaps(MergeCandidate fresh) {
      InMemoryTree before = store.tree(candidate.targetCommit());
      InMemoryTree after = store.tree(fresh.targetCommit());
      String base = store.mergeBase(fresh.headCommit(), fresh.targetCommit());
      Set<String> changed = store.tree(base).differingPaths(store.tree(fresh.headCommit()));
      return !owner.overlap(request.run(), before, after, changed).isEmpty();
    }
  }
}
