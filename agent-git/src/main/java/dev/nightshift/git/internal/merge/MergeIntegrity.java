package dev.nightshift.git.internal.merge;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.merge.Rename;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The last look at a candidate: it is the commit that was validated, and lands what the branch
 * changed, no more and no less.
 */
public final class MergeIntegrity {
  private final Repository repository;

  public MergeIntegrity(Repository repository) {
    this.repository = repository;
  }

  /** Returns what is wrong with a candidate, if anything. */
  public Optional<String> violation(MergeCandidate candidate) throws IOException {
    RevCommit merge;
    try {
      merge = Trees.commit(repository, candidate.mergeCommit());
    } catch (WorkspaceException absent) {
      return Optional.of(String.valueOf(absent.getMessage()));
    }
    boolean same =
        merge.getParentCount() == 2
            && merge.getParent(0).name().equals(candidate.targetCommit())
            && merge.getParent(1).name().equals(candidate.broughtCommit())
            && merge.getTree().name().equals(candidate.mergeTree());
    if (!same) {
      return Optional.of(
          "commit " + merge.name() + " is not the merge the candidate says it is; merge again");
    }
    return lostOrAdded(merge);
  }

  private Optional<String> lostOrAdded(RevCommit merge) throws IOException {
    RevCommit target = Trees.commit(repository, merge.getParent(0).name());
    RevCommit head = Trees.commit(repository, merge.getParent(1).name());
    List<RevCommit> bases = new History(repository).mergeBases(target, head);
    Set<String> byBranch = new HashSet<>();
    Set<String> byTarget = new HashSet<>();
    List<Rename> followed = new ArrayList<>();
    try (ObjectReader reader = repository.newObjectReader()) {
      for (RevCommit base : bases) {
        byBranch.addAll(Trees.changedPaths(reader, base.getTree(), head.getTree()));
        byTarget.addAll(Trees.changedPaths(reader, base.getTree(), target.getTree()));
        var trees = new TreeMerge.Sides<ObjectId>(base.getTree(), head.getTree(), target.getTree());
        followed.addAll(new Renames(reader).plan(trees).follows());
      }
      for (Rename rename : followed) {
        if (Trees.entryAt(reader, merge.getTree(), rename.to()).isEmpty()) {
          return Optional.of("it would lose " + rename.from() + ", renamed to " + rename.to());
        }
        // What either side changed in the file is merged at its new path.
        byBranch.addAll(List.of(rename.from(), rename.to()));
        byTarget.addAll(List.of(rename.from(), rename.to()));
      }
      for (String path : Trees.changedPaths(reader, target.getTree(), merge.getTree())) {
        if (!bases.isEmpty() && !byBranch.contains(path)) {
          return Optional.of("it would change " + path + ", which the branch did not change");
        }
      }
      byBranch.removeAll(byTarget);
      for (String path : byBranch) {
        String wanted = Trees.entryAt(reader, head.getTree(), path);
        if (!Trees.entryAt(reader, merge.getTree(), path).equals(wanted)) {
          return Optional.of("it would lose the branch's change of " + path);
        }
      }
    }
    return Optional.empty();
  }
}
