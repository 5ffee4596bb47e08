package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.merge.ConflictReports;
import dev.nightshift.git.internal.merge.Merger;
import dev.nightshift.git.internal.merge.OpenConflicts;
import dev.nightshift.git.internal.merge.TreeMerge;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.RunRefs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/** Builds the merge commit that would land, in memory, and pins it. Used by one thread. */
final class Candidates {
  private final GitRepository git;
  private final Repository repository;
  private final String target;

  Candidates(GitRepository git, Repository repository, String target) {
    this.git = git;
    this.repository = repository;
    this.target = target;
  }

  /**
   * Merges a branch into the target's tip.
   *
   * @throws WorkspaceException NOT_FOUND if the run has ended: nobody would remove what pins its
   *     candidate any more, or if the target is gone; UNSUPPORTED if that points to no commit, or
   *     lost the one the run is based on: merging would bring back what somebody removed on purpose
   */
  Merge build(RunId run, String head) throws IOException {
    RevCommit branch = Trees.commit(repository, head);
    RunRefs refs = git.refs(run);
    requireOpen(run, refs);
    RevCommit tip = tipFor(refs);
    try (ObjectReader reader = repository.newObjectReader()) {
      OpenConflicts conflicts = new OpenConflicts(refs);
      List<OpenConflicts.Left> left = conflicts.in(reader, branch.getTree());
      conflicts.keepOnly(left);
      if (!left.isEmpty()) {
        return new Merge.Conflicted(ConflictReports.unresolved(reader, tip, left));
      }
      PendingObjects pending = new PendingObjects();
      TreeMerge.Result merged =
          new Merger(repository, "nightshift/" + run, target).merge(reader, pending, branch, tip);
      if (!merged.conflicts().isEmpty()) {
        return new Merge.Conflicted(ConflictReports.of(reader, tip, merged.conflicts()));
      }
      WorkspacePlan plan = refs.plan().orElseThrow();
      ObjectId brought = new Squash(git, repository, reader).of(plan, branch, tip, pending);
      ObjectId commit =
          pending.add(Constants.OBJ_COMMIT, mergeCommit(plan, merged.tree(), tip, branch, brought));
      pending.storeIn(repository);
      refs.addCandidate(commit);
      return new Merge.Clean(
          new MergeCandidate(
              target,
              tip.name(),
              branch.name(),
              brought.name(),
              commit.name(),
              merged.tree().name()));
    }
  }

  /** Returns why no candidate of a run can be built, whatever it holds; empty if one can. */
  String obstacle(RunId run) throws IOException {
    RunRefs refs = git.refs(run);
    requireOpen(run, refs);
    try {
      tipFor(refs);
      return "";
    } catch (WorkspaceException unfit) {
      return String.valueOf(unfit.getMessage());
    }
  }

  /** Returns the commit of the target that a run can be merged into. */
  private RevCommit tipFor(RunRefs refs) throws IOException {
    RevCommit tip = git.tipCommit(repository, target);
    refuseRewritten(refs.get(RunRefs.BASE), tip);
    return tip;
  }

  private static void requireOpen(RunId run, RunRefs refs) throws IOException {
    if (refs.get(RunRefs.HEAD).isEmpty()) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND, "run " + run + " has no open workspace to merge from");
    }
  }

  private void refuseRewritten(Optional<ObjectId> base, RevCommit tip) throws IOException {
    if (base.isPresent() && !new History(repository).isAncestor(base.get(), tip)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "branch '"
              + VisibleText.name(target)
              + "' was rewritten: it no longer contains "
              + base.get().name()
              + ", which the run is based on; dispatch the task again");
    }
  }

  /** Returns the merge commit; the same parents and tree always give the same bytes. */
  private byte[] mergeCommit(
      WorkspacePlan plan, ObjectId tree, RevCommit tip, RevCommit branch, ObjectId brought)
      throws IOException {
    PersonIdent who = git.options().at(Math.max(tip.getCommitTime(), branch.getCommitTime()));
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(tip, brought);
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage(
        new CommitMessage("Merge nightshift/" + plan.run() + " into " + target, plan)
            .assistedBy(new History(repository).trailers(tip, branch, CommitMessage.ASSISTED_BY))
            .format());
    return commit.build();
  }
}
