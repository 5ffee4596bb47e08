package dev.nightshift.core.testing;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way onto one branch in memory. Safe for concurrent use. */
final class InMemoryQueue implements MergeQueue {
  private final InMemoryWorkspaces owner;
  private final InMemoryStore store;
  private final String target;
  private final Semaphore turns = new Semaphore(1, true);

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
    WorkspacePlan plan = owner.planOf(run);
    String branch = plan.branch();
    TreeMerge merge =
        TreeMerge.of(
            store.tree(store.mergeBase(head, tip)),
            new TreeMerge.Side(branch, store.tree(head)),
            new TreeMerge.Side(target, store.tree(tip)));
    if (!merge.isClean()) {
      return new Merge.Conflicted(merge.report(tip));
    }
    InMemoryTree tree = merge.tree();
    String message = "Merge " + branch + " into " + target + "\n\n" + trailers(plan);
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
  public Optional<CandidateCheckout> checkout(RunId run, String commit) {
    return Optional.of(new InMemoryCheckout(owner, store.tree(commit)));
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
  public MergeTurn turn(RunId run) throws InterruptedException {
    turns.acquire();
    return new Turn(run);
  }

  /** Names the run, and its fork, that a commit belongs to. */
  static String trailers(WorkspacePlan plan) {
    return "Nightshift-Run: "
        + plan.dispatched()
        + "\n"
        + (plan.fork().isEmpty() ? "" : "Nightshift-Fork: " + plan.fork() + "\n");
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
          "candidate "
              + candidate
              + " is not one of the queue of '"
              + VisibleText.name(target)
              + "'");
    }
    return commit;
  }

  /** The turn of one run. */
  private final class Turn implements MergeTurn {
    private final RunId run;
    private final AtomicBoolean over = new AtomicBoolean();

    Turn(RunId run) {
      this.run = run;
    }

    @Override
    public Landing tryLand(MergeCandidate candidate) throws InterruptedException {
      if (over.get()) {
        throw new IllegalStateException("the turn of run " + run + " is over; wait for another");
      }
      mergeCommit(candidate);
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled before landing " + candidate.mergeCommit());
      }
      String tip = store.tip(target);
      if (store.isAncestor(candidate.mergeCommit(), tip)) {
        return new Landing.Landed(candidate);
      }
      Optional<String> refusal = owner.refusal();
      if (refusal.isPresent()) {
        return new Landing.Refused(refusal.get());
      }
      if (!tip.equals(candidate.targetCommit())) {
        return moved(candidate);
      }
      if (isNothing(candidate)) {
        return new Landing.NothingToLand(candidate);
      }
      return store.compareAndSet(target, tip, candidate.mergeCommit())
          ? new Landing.Landed(candidate)
          : moved(candidate);
    }

    private Landing moved(MergeCandidate stale) {
      Merge merge = candidate(run, stale.headCommit());
      if (!(merge instanceof Merge.Clean clean)) {
        return new Landing.Moved(merge, true);
      }
      MergeCandidate fresh = clean.candidate();
      return isNothing(fresh)
          ? new Landing.NothingToLand(fresh)
          : new Landing.Moved(merge, overlaps(stale, fresh));
    }

    private boolean overlaps(MergeCandidate stale, MergeCandidate fresh) {
      InMemoryTree before = store.tree(stale.targetCommit());
      InMemoryTree after = store.tree(fresh.targetCommit());
      String base = store.mergeBase(fresh.headCommit(), fresh.targetCommit());
      Set<String> changed = store.tree(base).differingPaths(store.tree(fresh.headCommit()));
      return !owner.overlap(run, before, after, changed).isEmpty();
    }

    @Override
    public boolean isAwaited() {
      return turns.hasQueuedThreads();
    }

    @Override
    public void close() {
      if (over.compareAndSet(false, true)) {
        turns.release();
      }
    }
  }
}
