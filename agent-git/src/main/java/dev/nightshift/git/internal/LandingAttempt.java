package dev.nightshift.git.internal;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.LandingRequest;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to land, with its redos. Used once, by the one thread of its run. */
final class LandingAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(LandingAttempt.class);

  /** From the third redo on the queue is held, so that a busy target cannot starve a run. */
  private static final int REDOS_WITHOUT_HOLDING = 2;

  /** While the queue is held only other programs can move the target. */
  private static final int MAX_REDOS = 10;

  private final GitRepository git;
  private final Repository repository;
  private final LandingRequest request;
  private final String ref;
  private final ReentrantLock lock;

  LandingAttempt(GitRepository git, Repository repository, LandingRequest request) {
    this.git = git;
    this.repository = repository;
    this.request = request;
    this.ref = Constants.R_HEADS + request.candidate().target();
    this.lock = git.shared().lockOf(ref);
  }

  Landing run() throws InterruptedException {
    MergeCandidate candidate = request.candidate();
    int holds = 0;
    try {
      for (int redos = 0; ; redos++) {
        lock.lockInterruptibly();
        holds++;
        Optional<Landing> end = tryToLand(candidate);
        if (end.isPresent()) {
          return end.get();
        }
        if (redos < REDOS_WITHOUT_HOLDING) {
          lock.unlock();
          holds--;
        }
        if (redos == MAX_REDOS) {
          return new Landing.Refused(
              "'" + candidate.target() + "' moved " + redos + " times while validating; try later");
        }
        Redone redone = redo(candidate);
        if (redone.end() != null) {
          return redone.end();
        }
        candidate = redone.candidate();
      }
    } finally {
      for (; holds > 0; holds--) {
        lock.unlock();
      }
    }
  }

  private record Redone(MergeCandidate candidate, @Nullable Landing end) {}

  /** Builds a candidate on the target's new tip and lets it be validated. */
  private Redone redo(MergeCandidate stale) throws InterruptedException {
    Merge merge;
    boolean overlaps;
    try {
      merge = rebuild(stale);
      overlaps = merge instanceof Merge.Clean clean && overlaps(stale, clean.candidate());
    } catch (WorkspaceException rewritten) {
      if (rewritten.kind() == WorkspaceException.Kind.IO) {
        throw rewritten;
      }
      return new Redone(stale, new Landing.Refused(String.valueOf(rewritten.getMessage())));
    }
    if (merge instanceof Merge.Conflicted conflicted) {
      ConflictReport report = conflicted.report();
      return new Redone(stale, new Landing.Conflicted(report));
    }
    MergeCandidate fresh = ((Merge.Clean) merge).candidate();
    if (Uninterrupted.call("comparing " + fresh.mergeCommit(), () -> isNothing(fresh))) {
      return new Redone(fresh, new Landing.NothingToLand(fresh));
    }
    LOG.debug(
        "run {}: {} moved to {}, validating {} again",
        request.run(),
        ref,
        fresh.targetCommit(),
        fresh.mergeCommit());
    boolean valid = request.redo().validate(fresh, overlaps);
    return new Redone(fresh, valid ? null : new Landing.Rejected(fresh));
  }

  private Merge rebuild(MergeCandidate stale) {
    return Uninterrupted.call(
        "merging " + stale.headCommit() + " into " + stale.target(),
        () ->
            new Candidates(git, repository, stale.target())
                .build(request.run(), stale.headCommit()));
  }

  /**
   * What came to the target meanwhile.
   *
   * @param meetsOwn whether the run changed one of the paths too
   */
  private record News(UpstreamPaths ofTarget, boolean meetsOwn) {}

  /** Tells whether the target's news touch what the run read or changed. */
  private boolean overlaps(MergeCandidate stale, MergeCandidate fresh) throws InterruptedException {
    @Nullable ReadSet reads = git.shared().openRuns().get(request.run());
    String attempt = "comparing " + stale.targetCommit() + " with " + fresh.targetCommit();
    News news = Uninterrupted.call(attempt, () -> news(stale, fresh));
    // Not within the step: it may take long, and an interrupt has to end it.
    boolean overlaps = news.meetsOwn() || reads == null || !news.ofTarget().seenBy(reads).isEmpty();
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while " + attempt);
    }
    return overlaps;
  }

  private News news(MergeCandidate stale, MergeCandidate fresh) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      RevCommit before = Trees.commit(repository, stale.targetCommit());
      RevCommit now = Trees.commit(repository, fresh.targetCommit());
      RevCommit merged = Trees.commit(repository, stale.mergeCommit());
      UpstreamPaths news = UpstreamPaths.between(git.shared(), reader, before, now);
      NavigableSet<String> own = Trees.changedPaths(reader, before.getTree(), merged.getTree());
      own.retainAll(news.paths());
      return new News(news, !own.isEmpty());
    }
  }

  /** Returns how the attempt ended, or empty if the target has moved. */
  private Optional<Landing> tryToLand(MergeCandidate candidate) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled before landing " + candidate.mergeCommit());
    }
    return Uninterrupted.call(
        "landing " + candidate.mergeCommit() + " on " + ref, () -> landOnce(candidate));
  }

  private Optional<Landing> landOnce(MergeCandidate candidate) throws IOException {
    ObjectId tip = RefCompareAndSet.value(repository, ref);
    if (tip.equals(ObjectId.zeroId())) {
      return refused("branch '" + candidate.target() + "' does not exist any more");
    }
    if (isLanded(candidate, tip)) {
      return Optional.of(new Landing.Landed(candidate));
    }
    Optional<String> checkedOut = new TargetCheckouts(git.layout().commonDir(), ref).refusal();
    if (checkedOut.isPresent()) {
      return refused("'" + candidate.target() + "' " + checkedOut.get());
    }
    if (!tip.name().equals(candidate.targetCommit())) {
      return Optional.empty();
    }
    if (isNothing(candidate)) {
      return Optional.of(new Landing.NothingToLand(candidate));
    }
    Optional<String> wrong = new MergeIntegrity(repository).violation(candidate);
    if (wrong.isPresent()) {
      return refused("the candidate may not land: " + wrong.get());
    }
    HeldLocks locks = new HeldLocks(git.refs(request.run()));
    try {
      return move(candidate, tip, locks);
    } finally {
      locks.released();
    }
  }

  private Path lockOfRef() {
    return git.layout().commonDir().resolve(ref + ".lock");
  }

  private Optional<Landing> move(MergeCandidate candidate, ObjectId tip, HeldLocks locks)
      throws IOException {
    ObjectId merge = ObjectId.fromString(candidate.mergeCommit());
    locks.announce(lockOfRef(), merge.name());
    switch (RefCompareAndSet.set(repository, ref, tip, merge, git.options().now())) {
      case OTHER_VALUE -> {
        return Optional.empty();
      }
      case LOCKED -> {
        return refused(HeldLocks.describe(lockOfRef()));
      }
      default -> {
        if (!isLanded(candidate, RefCompareAndSet.value(repository, ref))) {
          throw new IOException(ref + " does not hold " + merge.name() + " after it was set");
        }
        return Optional.of(new Landing.Landed(candidate));
      }
    }
  }

  /** Tells whether a candidate would change no file of its target. */
  private boolean isNothing(MergeCandidate candidate) throws IOException {
    RevCommit tip = Trees.commit(repository, candidate.targetCommit());
    return tip.getTree().name().equals(candidate.mergeTree());
  }

  private boolean isLanded(MergeCandidate candidate, ObjectId tip) throws IOException {
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
