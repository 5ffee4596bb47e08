package dev.nightshift.git.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.CandidateCheckout;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.Landing;
import dev.nightshift.core.workspace.LandingRequest;
import dev.nightshift.core.workspace.Merge;
import dev.nightshift.core.workspace.MergeCandidate;
import dev.nightshift.core.workspace.MergeQueue;
import dev.nightshift.core.workspace.TreeView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** The queue of one target. Safe for concurrent use. */
final class GitMergeQueue implements MergeQueue {
  /** Separates the run from the number in the names of gate directories; no run id holds it. */
  static final String GATE = ".gate-";

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
  public CandidateCheckout checkout(MergeCandidate candidate) {
    requireOwn(candidate);
    return Uninterrupted.call(
        "checking out " + candidate.mergeCommit(), () -> materialise(candidate));
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
  public Landing land(LandingRequest request) throws InterruptedException {
    requireOwn(request.candidate());
    try (SharedRepository.Lease lease = git.lease()) {
      return new LandingAttempt(git, lease.repository(), request).run();
    }
  }

  private CandidateCheckout materialise(MergeCandidate candidate) throws IOException {
    try (SharedRepository.Lease lease = git.lease();
        ObjectReader reader = lease.repository().newObjectReader()) {
      RevCommit commit = Trees.commit(lease.repository(), candidate.mergeCommit());
      String run =
          CommitMessage.runOf(commit.getFullMessage()).map(RunId::value).orElse("candidate");
      String name = run + GATE + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      try {
        RunDirectory directory = new RunDirectory(git.root().create(name));
        Files.createDirectory(directory.home());
        Files.createDirectory(directory.workspace());
        RunDirectory.checkOut(reader, commit.getTree(), directory.workspace());
        return new GitCandidateCheckout(git, name, directory);
      } catch (IOException | RuntimeException failure) {
        git.root().delete(name);
        throw failure;
      }
    }
  }

  private void requireOwn(MergeCandidate candidate) {
    if (!candidate.target().equals(target)) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " is for '"
              + candidate.target()
              + "', not for '"
              + target
              + "'; use the queue of its target");
    }
  }
}
