package dev.nightshift.git.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is when its workspace opens.
 *
 * @param head the tip of the branch
 * @param base the commit of the target that the branch contains
 * @param files the tree its files are written from
 * @param merging what was merged into the files and is not committed yet
 */
record Position(ObjectId head, ObjectId base, ObjectId files, @Nullable Merging merging) {
  /**
   * A merge that is in the files but not committed yet.
   *
   * @param target the commit that was merged
   * @param tree the merged tree, from which the files were written
   */
  record Merging(ObjectId target, ObjectId tree) {
    /** Returns how it is written down what the files are compared with. */
    String toText() {
      return tree.name() + " " + target.name();
    }
  }

  /** Returns the last checkpoint of a run; the start of its plan if it has none. */
  static Position ofCheckpoint(Repository repository, RunRefs refs, WorkspacePlan plan)
      throws IOException {
    ObjectId planned = ObjectId.fromString(plan.baseCommit());
    ObjectId head = refs.get(RunRefs.HEAD).orElse(planned);
    return new Position(
        head,
        refs.get(RunRefs.BASE).orElse(planned),
        Trees.commit(repository, head.name()).getTree(),
        null);
  }

  /**
   * Returns the same with the files of a snapshot. One that was taken while a merge was not
   * committed has the target as its second parent.
   *
   * @throws WorkspaceException NOT_FOUND if there is no such tree
   */
  Position withFiles(Repository repository, RunRefs refs, RunId run, String tree)
      throws IOException {
    ObjectId wanted = requireTree(repository, run, tree);
    Optional<ObjectId> pinned = refs.get(RunRefs.SNAPSHOT);
    Optional<ObjectId> merged = refs.get(RunRefs.MERGED);
    if (pinned.isPresent() && merged.isPresent()) {
      RevCommit snapshot = Trees.commit(repository, pinned.get().name());
      boolean isNewest = snapshot.getTree().equals(wanted) && snapshot.getParentCount() > 1;
      if (isNewest && snapshot.getParent(0).equals(head)) {
        return new Position(
            head, base, wanted, new Merging(snapshot.getParent(1).copy(), merged.get()));
      }
    }
    return new Position(head, base, wanted, null);
  }

  private static ObjectId requireTree(Repository repository, RunId run, String tree)
      throws IOException {
    try {
      if (ObjectId.isId(tree)) {
        ObjectId id = ObjectId.fromString(tree);
        repository.open(id, Constants.OBJ_TREE);
        return id;
      }
    } catch (MissingObjectException | IncorrectObjectTypeException noTree) {
      // Said below.
    }
    throw new WorkspaceException(
        WorkspaceException.Kind.NOT_FOUND,
        "there is no snapshot '" + tree + "' of run " + run + "; reopen it without one");
  }
}
