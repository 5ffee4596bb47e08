package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.objects.Changes;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.CommitTreeView;
import dev.nightshift.git.internal.objects.ReadSet;
import dev.nightshift.git.internal.objects.RecordedView;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** The queue of one target. Safe for concurrent use. */
final class GitMergeQueue implements MergeQueue {
  private final GitRepository git;
  private final String target;

  GitMergeQueue(GitRepository git, String target) {
    this.git = git;
    this.target = target;
  }

  @Override
  public Merge candidate(RunId run, String head) {
    return Uninterrupted.call(
        "merging " + head + " into " + target,
        () -> {
          try (SharedRepository.Lease lease = git.lease()) {
            return new Candidates(git, lease.repository(), target).build(run, head);
          }
        });
  }

  @Override
  public String obstacle(RunId run) {
    return Uninterrupted.call(
        "looking whether " + target + " can take run " + run,
        () -> {
          try (SharedRepository.Lease lease = git.lease()) {
            return new Candidates(git, lease.repository(), target).obstacle(run);
          }
        });
  }

  @Override
  public CandidateCheckout checkout(MergeCandidate candidate) {
    requireOwn(candidate);
    return Uninterrupted.call(
        "checking out " + candidate.mergeCommit(),
        () ->
            materialise(directoryOf(candidate), candidate.mergeCommit(), candidate.targetCommit()));
  }

  @Override
  public Optional<CandidateCheckout> checkoutTarget(MergeCandidate candidate) {
    requireOwn(candidate);
    return Optional.of(
        Uninterrupted.call(
            "checking out " + candidate.targetCommit(),
            () ->
                materialise(
                    directoryOf(candidate), candidate.targetCommit(), candidate.targetCommit())));
  }

  @Override
  public Optional<CandidateCheckout> checkout(RunId run, String commit) {
    return Optional.of(
        Uninterrupted.call(
            "checking out " + commit,
            () -> materialise(git.root().directoryOf(run.value()), commit, commit)));
  }

  @Override
  public Change change(MergeCandidate candidate) {
    requireOwn(candidate);
    return Uninterrupted.call(
        "comparing " + candidate.mergeCommit() + " with " + target,
        () -> {
          try (SharedRepository.Lease lease = git.lease();
              ObjectReader reader = lease.repository().newObjectReader()) {
            return Changes.between(
                reader,
                Trees.commit(lease.repository(), candidate.targetCommit()),
                Trees.commit(lease.repository(), candidate.mergeCommit()));
          }
        });
  }

  @Override
  public TreeView view(String commit) {
    return Uninterrupted.call(
        "reading " + commit,
        () -> {
          try (SharedRepository.Lease lease = git.lease()) {
            return new CommitTreeView(
                git.shared(), Trees.commit(lease.repository(), commit).getTree());
          }
        });
  }

  @Override
  public TreeView view(RunId run, String commit) {
    TreeView view = view(commit);
    @Nullable ReadSet reads = git.shared().openRuns().get(run);
    return reads == null ? view : new RecordedView(view, reads);
  }

  @Override
  public MergeTurn turn(RunId run) throws InterruptedException {
    Semaphore turns = git.shared().turnOf(Constants.R_HEADS + target);
    turns.acquire();
    return new Turn(run, turns);
  }

  /** The turn of one run. */
  private final class Turn implements MergeTurn {
    private final RunId run;
    private final Semaphore turns;
    private final AtomicBoolean over = new AtomicBoolean();

    Turn(RunId run, Semaphore turns) {
      this.run = run;
      this.turns = turns;
    }

    @Override
    public Landing tryLand(MergeCandidate candidate) throws InterruptedException {
      requireOwn(candidate);
      if (over.get()) {
        throw new IllegalStateException("the turn of run " + run + " is over; wait for another");
      }
      try (SharedRepository.Lease lease = git.lease()) {
        return new LandingAttempt(git, lease.repository(), run, candidate).run();
      }
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

  private Path directoryOf(MergeCandidate candidate) throws IOException {
    try (SharedRepository.Lease lease = git.lease()) {
      return directoryOf(Trees.commit(lease.repository(), candidate.mergeCommit()));
    }
  }

  /** Checks out a commit whose commands need what the set-up brings for a commit of the target. */
  private CandidateCheckout materialise(Path run, String checkedOut, String trusted)
      throws IOException {
    try (SharedRepository.Lease lease = git.lease();
        ObjectReader reader = lease.repository().newObjectReader()) {
      RunDirectory gate = new RunDirectory(run).createGate();
      try {
        RevCommit shown = Trees.commit(lease.repository(), checkedOut);
        RunDirectory.checkOut(reader, shown.getTree(), gate.workspace());
        return new GitCandidateCheckout(CommitOrigin.runner(git, trusted), gate);
      } catch (IOException | RuntimeException failure) {
        TreeDeletion.delete(gate.path());
        throw failure;
      }
    }
  }

  /** Returns where the run that a candidate belongs to lives. */
  private Path directoryOf(RevCommit candidate) {
    Optional<Path> directory =
        CommitMessage.workspaceOf(candidate.getFullMessage())
            .map(run -> git.root().directoryOf(run.value()))
            .filter(Files::isDirectory);
    return directory.orElseThrow(
        () ->
            new WorkspaceException(
                WorkspaceException.Kind.NOT_FOUND,
                "candidate "
                    + candidate.name()
                    + " cannot be checked out: its run is not open; candidates end with their run"));
  }

  private void requireOwn(MergeCandidate candidate) {
    if (!candidate.target().equals(target)) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " is for '"
              + VisibleText.name(candidate.target())
              + "', not for '"
              + VisibleText.name(target)
              + "'; use the queue of its target");
    }
  }
}
