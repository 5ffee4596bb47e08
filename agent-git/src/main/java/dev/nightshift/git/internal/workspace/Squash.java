package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.repository.GitRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Decides which commit of a run a merge brings to its target: the tip of the branch or, where
 * checkpoints held content that the tip holds no more, one commit with the tip's files. Gates and
 * reviewers see the files of the tip, and what they were never shown must not land in the history.
 */
final class Squash {
  private final GitRepository git;
  private final Repository repository;
  private final ObjectReader reader;

  Squash(GitRepository git, Repository repository, ObjectReader reader) {
    this.git = git;
    this.repository = repository;
    this.reader = reader;
  }

  /**
   * Returns the commit to merge; the same commits always give the same one.
   *
   * @param tip the tip of the target
   * @param pending takes a new commit
   */
  ObjectId of(WorkspacePlan plan, RevCommit branch, RevCommit tip, PendingObjects pending)
      throws IOException {
    List<RevCommit> own = new History(repository).own(tip, branch);
    for (RevCommit commit : own) {
      if (!commit.equals(branch) && holdsMore(commit, branch)) {
        return pending.add(Constants.OBJ_COMMIT, squashed(plan, own, branch, tip));
      }
    }
    return branch;
  }

  /** Tells whether a commit brought a file that the tip does not hold with the same content. */
  private boolean holdsMore(RevCommit commit, RevCommit branch) throws IOException {
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(commit.getTree());
      walk.addTree(branch.getTree());
      for (RevCommit parent : commit.getParents()) {
        walk.addTree(Trees.commit(repository, parent.name()).getTree());
      }
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (walk.getRawMode(0) != 0 && !walk.idEqual(0, 1) && isNewIn(walk)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Tells whether the entry of the first tree is in none of the parents. */
  private static boolean isNewIn(TreeWalk walk) {
    for (int parent = 2; parent < walk.getTreeCount(); parent++) {
      if (walk.idEqual(0, parent)) {
        return false;
      }
    }
    return true;
  }

  private byte[] squashed(WorkspacePlan plan, List<RevCommit> own, RevCommit branch, RevCommit tip)
      throws IOException {
    History history = new History(repository);
    Set<String> leftOut = CommitMessage.trailers(branch.getFullMessage(), CommitMessage.LEFT_OUT);
    Set<String> models = history.trailers(tip, branch, CommitMessage.ASSISTED_BY);
    RevCommit oldest = own.get(own.size() - 1);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(branch.getTree());
    commit.setParentIds(new ArrayList<ObjectId>(history.mergeBases(branch, tip)));
    commit.setAuthor(git.options().at(branch.getCommitTime()));
    commit.setCommitter(git.options().at(branch.getCommitTime()));
    commit.setMessage(
        new CommitMessage(CommitMessage.textOf(oldest.getFullMessage()), plan)
            .assistedBy(models)
            .leftOut(leftOut)
            .format());
    return commit.build();
  }
}
