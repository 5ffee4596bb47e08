package dev.nightshift.git.internal.objects;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Questions about how commits are related. */
public final class History {
  private static final int MAX_COMMITS = 10_000;
  private final Repository repository;

  public History(Repository repository) {
    this.repository = repository;
  }

  /** Returns the best common ancestors: none, one, or several after criss-cross merges. */
  public List<RevCommit> mergeBases(ObjectId one, ObjectId other) throws IOException {
    try (RevWalk walk = SharedRepository.walk(repository)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(one));
      walk.markStart(walk.parseCommit(other));
      List<RevCommit> bases = new ArrayList<>();
      for (RevCommit base : walk) {
        walk.parseBody(base);
        bases.add(base);
      }
      return bases;
    }
  }

  public boolean isAncestor(ObjectId ancestor, ObjectId commit) throws IOException {
    try (RevWalk walk = SharedRepository.walk(repository)) {
      return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(commit));
    }
  }

  /** Counts the commits a branch gained since a base, following first parents only. */
  public int ahead(ObjectId base, ObjectId tip) throws IOException {
    try (RevWalk walk = SharedRepository.walk(repository)) {
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(tip));
      walk.markUninteresting(walk.parseCommit(base));
      int count = 0;
      while (count < MAX_COMMITS && walk.next() != null) {
        count++;
      }
      return count;
    }
  }

  /**
   * One checkpoint of a run.
   *
   * @param base the commit of the target it contains
   */
  public record Step(ObjectId commit, ObjectId base) {}

  /** Returns the checkpoints of a branch, newest first; a merged target is a second parent. */
  public List<Step> steps(ObjectId planned, ObjectId tip) throws IOException {
    List<RevCommit> commits = new ArrayList<>();
    try (RevWalk walk = SharedRepository.walk(repository)) {
      RevCommit commit = walk.parseCommit(tip);
      while (!commit.equals(planned) && commits.size() < MAX_COMMITS) {
        commits.add(0, commit);
        if (commit.getParentCount() == 0) {
          break;
        }
        commit = walk.parseCommit(commit.getParent(0));
      }
    }
    List<Step> steps = new ArrayList<>();
    ObjectId base = planned;
    for (RevCommit commit : commits) {
      base = commit.getParentCount() > 1 ? commit.getParent(1).copy() : base;
      steps.add(0, new Step(commit.copy(), base));
    }
    return steps;
  }

  /** Returns the newest checkpoint that differs from its base, or the last if there is none. */
  public Step lastWork(ObjectId planned, Step last) throws IOException {
    for (Step step : steps(planned, last.commit())) {
      RevCommit base = Trees.commit(repository, step.base().name());
      if (!Trees.commit(repository, step.commit().name()).getTree().equals(base.getTree())) {
        return step;
      }
    }
    return last;
  }

  /** Returns the commits a branch has and a base has not, children before their parents. */
  public List<RevCommit> own(ObjectId base, ObjectId tip) throws IOException {
    List<RevCommit> commits = new ArrayList<>();
    try (RevWalk walk = SharedRepository.walk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.markStart(walk.parseCommit(tip));
      walk.markUninteresting(walk.parseCommit(base));
      for (RevCommit commit : walk) {
        walk.parseBody(commit);
        commits.add(commit);
      }
    }
    return commits;
  }

  /** Returns the values of a trailer in the commits a branch has and a base has not. */
  public Set<String> trailers(ObjectId base, ObjectId tip, String key) throws IOException {
    Set<String> values = new LinkedHashSet<>();
    own(base, tip).stream()
        .limit(MAX_COMMITS)
        .forEach(commit -> values.addAll(CommitMessage.trailers(commit.getFullMessage(), key)));
    return values;
  }
}
