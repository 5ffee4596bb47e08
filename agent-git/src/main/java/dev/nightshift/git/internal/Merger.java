package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.ConflictReport;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.RecursiveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Merges a branch into a target in memory. */
final class Merger {
  private final Repository repository;
  private final ContentMerge contents;

  /**
   * Creates a merger.
   *
   * @param branch the name of the run's branch, for markers
   * @param target the name of the target, for markers
   */
  Merger(Repository repository, String branch, String target) {
    this.repository = repository;
    this.contents = new ContentMerge(branch, target);
  }

  /** Merges two commits; new objects go to {@code pending}. */
  TreeMerge.Result merge(
      ObjectReader reader, PendingObjects pending, RevCommit branch, RevCommit target)
      throws IOException {
    List<RevCommit> bases = new History(repository).mergeBases(branch, target);
    List<String> unmerged = List.of();
    if (bases.size() > 1) {
      var recursive = (RecursiveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
      if (recursive.merge(branch, target)) {
        return new TreeMerge.Result(recursive.getResultTreeId(), List.of());
      }
      unmerged = recursive.getUnmergedPaths();
    }
    @Nullable ObjectId base = bases.isEmpty() ? null : bases.get(0).getTree();
    TreeMerge.Result merged =
        new TreeMerge(reader, pending, contents).merge(base, branch.getTree(), target.getTree());
    return merged.conflicts().isEmpty() ? withConflicts(merged, unmerged) : merged;
  }

  /** Keeps conflicts that only the merge over all bases saw. */
  private static TreeMerge.Result withConflicts(TreeMerge.Result merged, List<String> paths) {
    return new TreeMerge.Result(
        merged.tree(),
        paths.stream()
            .map(
                path ->
                    new TreeMerge.Conflict(
                        path,
                        ConflictReport.Kind.NOT_MERGEABLE,
                        new TreeMerge.Sides<>(null, null, null),
                        RawBytes.NONE))
            .toList());
  }
}
