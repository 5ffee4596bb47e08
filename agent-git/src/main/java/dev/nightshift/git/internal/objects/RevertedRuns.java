package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds runs whose commits were taken back: a later commit says so in the words of {@code git
 * revert}, or the next one on the branch has the tree from before. A revert that was reverted
 * itself takes nothing back.
 */
public final class RevertedRuns {
  private static final int MAX_COMMITS = 10_000;
  private static final Pattern REVERTS =
      Pattern.compile("\\bThis reverts commit ([0-9a-f]{7,40})\\b");
  private final Repository repository;

  public RevertedRuns(Repository repository) {
    this.repository = repository;
  }

  /** Returns those of the runs that were taken back in the newest commits of a history. */
  public Set<RunId> among(Set<RunId> runs, ObjectId tip) throws IOException {
    Set<RunId> found = new LinkedHashSet<>();
    Set<String> reverted = new HashSet<>();
    try (RevWalk walk = SharedRepository.walk(repository)) {
      // Newest first, so who reverts comes before what it reverts, but for clocks that are wrong.
      walk.markStart(walk.parseCommit(tip));
      RevCommit commit = walk.next();
      for (int count = 0; commit != null && count < MAX_COMMITS; count++) {
        walk.parseBody(commit);
        if (isNamed(commit.name(), reverted)) {
          runOf(commit).filter(runs::contains).ifPresent(found::add);
        } else {
          addReverted(walk, commit, reverted);
        }
        commit = walk.next();
      }
    }
    return found;
  }

  /** A revert may name what it takes back by the beginning of its id. */
  private static boolean isNamed(String commit, Set<String> reverted) {
    return reverted.contains(commit) || reverted.stream().anyMatch(commit::startsWith);
  }

  private static void addReverted(RevWalk walk, RevCommit commit, Set<String> reverted)
      throws IOException {
    REVERTS.matcher(commit.getFullMessage()).results().forEach(said -> reverted.add(said.group(1)));
    if (commit.getParentCount() == 0) {
      return;
    }
    RevCommit parent = commit.getParent(0);
    walk.parseHeaders(parent);
    if (parent.getParentCount() > 0) {
      RevCommit before = parent.getParent(0);
      walk.parseHeaders(before);
      boolean isTakenBack =
          before.getTree().equals(commit.getTree()) && !parent.getTree().equals(commit.getTree());
      if (isTakenBack) {
        reverted.add(parent.name());
      }
    }
  }

  private static Optional<RunId> runOf(RevCommit commit) {
    try {
      return CommitMessage.trailers(commit.getFullMessage(), CommitMessage.RUN).stream()
          .findFirst()
          .map(RunId::of);
    } catch (IllegalArgumentException otherShape) {
      return Optional.empty();
    }
  }
}
