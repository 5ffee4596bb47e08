package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.git.internal.merge.MergeIntegrity;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.ReadSet;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.objects.UpstreamPaths;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.HeldLocks;
import dev.nightshift.git.internal.repository.RefCompareAndSet;
import dev.nightshift.git.internal.repository.RepositoryCheck;
import dev.nightshift.git.internal.repository.TargetCheckouts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.NavigableSet;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to land one candidate, in the turn of its run. Used once, by one thread. */
final class LandingAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(LandingAttempt.class);

  private final GitRepository git;
  private final Repository repository;
  private final RunId run;
  private final MergeCandidate candidate;
  private final String ref;

  LandingAttempt(GitRepository git, Repository repository, RunId run, MergeCandidate candidate) {
    this.git = git;
    this.repository = repository;
    this.run = run;
    this.candidate = candidate;
    this.ref = Constants.R_HEADS + candidate.target();
  }

  /** Tries once; the run has its turn. */
  Landing run() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled before landing " + candidate.mergeCommit());
    }
    try {
      Optional<Landing> end =
          Uninterrupted.call("landing " + candidate.mergeCommit() + " on " + ref, this::landed);
      return end.isPresent() ? end.get() : moved();
    } catch (WorkspaceException unfit) {
      if (unfit.kind() == WorkspaceException.Kind.IO) {
        throw unfit;
      }
      return new Landing.Refused(String.valueOf(unfit.getMessage()));
    }
  }

  /** Builds a candidate on the target's new tip. */
  private Landing moved() throws InterruptedException {
    Merge merge = rebuild();
    if (!(merge instanceof Merge.Clean clean)) {
      return new Landing.Moved(merge, true);
    }
    MergeCandidate fresh = clean.candidate();
    if (Uninterrupted.call("comparing " + fresh.mergeCommit(), () -> isNothing(fresh))) {
      return new Landing.NothingToLand(fresh);
    }
    LOG.debug("run {}: {} moved to {}", run, ref, fresh.targetCommit());
    return new Landing.Moved(merge, overlaps(fresh));
  }

  private Merge rebuild() {
    return Uninterrupted.call(
        "merging " + candidate.headCommit() + " into " + candidate.target(),
        () ->
            new Candidates(git, repository, candidate.target()).build(run, candidate.headCommit()));
  }

  /**
   * What came to the target meanwhile.
   *
   * @param meetsOwn whether the run changed one of the paths too
   */
  private record News(UpstreamPaths ofTarget, boolean meetsOwn) {}

  /** Tells whether the target's news touch what the run read or changed. */
  private boolean overlaps(MergeCandidate fresh) throws InterruptedException {
    @Nullable ReadSet reads = git.shared().openRuns().get(run);
    String attempt = "comparing " + candidate.targetCommit() + " with " + fresh.targetCommit();
    News news = Uninterrupted.call(attempt, () -> news(fresh));
    // Not within the step: it may take long, and an interrupt has to end it.
    boolean overlaps = news.meetsOwn() || reads == null || !news.ofTarget().seenBy(reads).isEmpty();
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while " + attempt);
    }
    return overlaps;
  }

  private News news(MergeCandidate fresh) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      RevCommit before = Trees.commit(repository, candidate.targetCommit());
      RevCommit now = Trees.commit(repository, fresh.targetCommit());
      RevCommit merged = Trees.commit(repository, candidate.mergeCommit());
      UpstreamPaths news = UpstreamPaths.between(git.shared(), reader, before, now);
      NavigableSet<String> own = Trees.changedPaths(reader, before.getTree(), merged.getTree());
      own.retainAll(news.paths());
      return new News(news, !own.isEmpty());
    }
  }

  /** Returns how the attempt ended, or empty if the target has moved. */
  private Optional<Landing> landed() throws IOException {
    ObjectId tip = RefCompareAndSet.value(repository, ref);
    if (tip.equals(ObjectId.zeroId())) {
      return refused(
          "branch '" + VisibleText.name(candidate.target()) + "' does not exist any more");
    }
    boolean hasMoved = !tip.name().equals(candidate.targetCommit());
    if (hasMoved) {
      git.tipCommit(repository, candidate.target());
    }
    if (isLanded(tip)) {
      return Optional.of(new Landing.Landed(candidate));
    }
    Optional<String> checkedOut = new TargetCheckouts(git.layout().commonDir(), ref).refusal();
    if (checkedOut.isPresent()) {
      return refused("'" + VisibleText.name(candidate.target()) + "' " + checkedOut.get());
    }
    if (hasMoved) {
      return Optional.empty();
    }
    if (isNothing(candidate)) {
      return Optional.of(new Landing.NothingToLand(candidate));
    }
    Optional<String> closed =
        RepositoryCheck.refusalToMove(git.layout().commonDir(), ref, Files::isWritable);
    if (closed.isPresent()) {
      return refused(closed.get());
    }
    Optional<String> wrong = new MergeIntegrity(repository).violation(candidate);
    if (wrong.isPresent()) {
      return refused("the candidate may not land: " + wrong.get());
    }
    return move(tip);
  }

  private Optional<Landing> move(ObjectId tip) throws IOException {
    ObjectId merge = ObjectId.fromString(candidate.mergeCommit());
    HeldLocks locks = new HeldLocks(git.refs(run));
    switch (new RefCompareAndSet(repository, locks, git.options().now()).set(ref, tip, merge)) {
      case OTHER_VALUE -> {
        return Optional.empty();
      }
      case LOCKED -> {
        return refused(HeldLocks.describe(locks.lockOf(ref)));
      }
      default -> {
        if (!isLanded(RefCompareAndSet.value(repository, ref))) {
          throw new IOException(ref + " does not hold " + merge.name() + " after it was set");
        }
        return Optional.of(new Landing.Landed(candidate));
      }
    }
  }

  /** Tells whether a candidate would change no file of its target. */
  private boolean isNothing(MergeCandidate some) throws IOException {
    RevCommit tip = Trees.commit(repository, some.targetCommit());
    return tip.getTree().name().equals(some.mergeTree());
  }

  private boolean isLanded(ObjectId tip) throws IOException {
    ObjectId merge = ObjectId.fromString(candidate.mergeCommit());
    return tip.equals(merge)
        || (repository.getObjectDatabase().has(merge)
            && !tip.equals(ObjectId.zeroId())
            && new History(repository).isAncestor(merge, tip));
  }

  private static Optional<Landing> refused(String reason) {
    return Optional.of(new Landing.Refused(reason));
  }
}
