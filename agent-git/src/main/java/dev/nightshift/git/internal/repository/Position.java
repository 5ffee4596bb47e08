package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is when its workspace opens.
 *
 * @param head the tip of the branch
 * @param base the commit of the target that the branch contains
 * @param files the tree its files are written from
 * @param snapshot the commit that holds these files: the head, or a snapshot on it
 * @param merging what was merged into the files and is not committed yet
 */
public record Position(
    ObjectId head, ObjectId base, ObjectId files, ObjectId snapshot, @Nullable Merging merging) {
  /**
   * A merge that is in the files but not committed yet.
   *
   * @param target the commit that was merged
   * @param tree the merged tree, from which the files were written
   */
  public record Merging(ObjectId target, ObjectId tree) {
    /** Returns how it is written down what the files are compared with. */
    public String toText() {
      return tree.name() + " " + target.name();
    }
  }

  /**
   * Returns the last checkpoint of a run; the start of its plan if it has none. What a checkpoint
   * merged is its second parent, so a kill before that was noted as the base changes nothing.
   */
  public static Position ofCheckpoint(Repository repository, RunRefs refs, WorkspacePlan plan)
      throws IOException {
    ObjectId planned = ObjectId.fromString(plan.baseCommit());
    ObjectId head = refs.get(RunRefs.HEAD).orElse(planned);
    RevCommit tip = Trees.commit(repository, head.name());
    boolean hasMerged = !head.equals(planned) && tip.getParentCount() > 1;
    ObjectId base = hasMerged ? tip.getParent(1).copy() : refs.get(RunRefs.BASE).orElse(planned);
    return new Position(head, base, tip.getTree(), head, null);
  }

  /**
   * Returns an earlier checkpoint of a run, or the start of its plan.
   *
   * @throws WorkspaceException NOT_FOUND if the branch does not contain it
   */
  public static Position atCheckpoint(
      Repository repository, RunRefs refs, WorkspacePlan plan, String checkpoint)
      throws IOException {
    Position last = ofCheckpoint(repository, refs, plan);
    if (last.head().name().equals(checkpoint)) {
      return last;
    }
    ObjectId planned = ObjectId.fromString(plan.baseCommit());
    List<History.Step> steps = new ArrayList<>(new History(repository).steps(planned, last.head()));
    steps.add(new History.Step(planned, planned));
    for (History.Step step : steps) {
      if (step.commit().name().equals(checkpoint)) {
        ObjectId tree = Trees.commit(repository, checkpoint).getTree();
        return new Position(step.commit(), step.base(), tree, step.commit(), null);
      }
    }
    throw new WorkspaceException(
        WorkspaceException.Kind.NOT_FOUND,
        "the branch of run " + plan.run() + " does not contain checkpoint " + checkpoint);
  }

  /**
   * Returns the same with the files of a snapshot, the newest or an earlier one, or of a checkpoint
   * of the run. A snapshot that was taken while a merge was not committed has the target as its
   * second parent.
   *
   * @throws WorkspaceException NOT_FOUND if the run never had these files, or they are collected
   */
  public Position withFiles(Repository repository, RunRefs refs, RunId run, String tree)
      throws IOException {
    Optional<RevCommit> earlier = Optional.empty();
    for (ObjectId had : refs.everHadFiles()) {
      Optional<RevCommit> found =
          commit(repository, had).filter(commit -> commit.getTree().name().equals(tree));
      if (found.isPresent() && isOn(head, found.get())) {
        return withSnapshot(found.get(), refs);
      }
      earlier = earlier.or(() -> found);
    }
    ObjectId files =
        earlier
            .orElseThrow(
                () ->
                    new WorkspaceException(
                        WorkspaceException.Kind.NOT_FOUND,
                        "there is no snapshot '"
                            + tree
                            + "' of run "
                            + run
                            + "; reopen it without one"))
            .getTree();
    return new Position(head, base, files, head, null);
  }

  private Position withSnapshot(RevCommit found, RunRefs refs) throws IOException {
    Optional<ObjectId> merged = refs.get(RunRefs.MERGED);
    Merging uncommitted =
        found.getParentCount() > 1 && merged.isPresent()
            ? new Merging(found.getParent(1).copy(), merged.get())
            : null;
    return new Position(head, base, found.getTree(), found.copy(), uncommitted);
  }

  /** Returns a pinned object if it is a snapshot that was taken on a tip, and was not collected. */
  public static Optional<RevCommit> snapshotOn(Repository repository, ObjectId tip, ObjectId pinned)
      throws IOException {
    return commit(repository, pinned).filter(commit -> isOn(tip, commit));
  }

  private static boolean isOn(ObjectId tip, RevCommit commit) {
    return commit.getParentCount() > 0 && commit.getParent(0).equals(tip);
  }

  /** Returns a commit unless it was collected. */
  private static Optional<RevCommit> commit(Repository repository, ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(walk.parseCommit(id));
    } catch (MissingObjectException | IncorrectObjectTypeException collected) {
      return Optional.empty();
    }
  }
}
