package dev.nightshift.git.internal;

import dev.nightshift.core.internal.merge.RenamePlan;
import dev.nightshift.core.workspace.ConflictReport;
import dev.nightshift.core.workspace.ConflictReport.ConflictedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.RecursiveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * Merges a branch into a target in memory. A rename of one side is replayed on the others, so that
 * what they changed follows the file; then the trees are merged path by path.
 */
final class Merger {
  private static final TreeMerge.Sides<ObjectId> NO_VERSIONS =
      new TreeMerge.Sides<>(null, null, null);
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
    @Nullable ObjectId first = bases.isEmpty() ? null : bases.get(0).getTree();
    TreeMerge.Sides<ObjectId> trees =
        new TreeMerge.Sides<>(first, branch.getTree(), target.getTree());
    if (bases.size() <= 1) {
      return merge(reader, pending, trees);
    }
    var recursive = (RecursiveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
    if (recursive.merge(branch, target)) {
      return new TreeMerge.Result(recursive.getResultTreeId(), renamed(reader, bases, trees));
    }
    TreeMerge.Result merged = merge(reader, pending, trees);
    return merged.conflicts().isEmpty()
        ? new TreeMerge.Result(merged.tree(), unmerged(recursive.getUnmergedPaths()))
        : merged;
  }

  private TreeMerge.Result merge(
      ObjectReader reader, PendingObjects pending, TreeMerge.Sides<ObjectId> trees)
      throws IOException {
    RenamePlan plan = new Renames(reader).plan(trees);
    TreeMerge.Result merged =
        new TreeMerge(reader, pending, contents)
            .merge(moved(new MovedTree(new PendingTrees(reader, pending)), trees, plan.moves()));
    List<TreeMerge.Conflict> conflicts = new ArrayList<>();
    merged.conflicts().forEach(conflict -> conflicts.add(withHint(conflict, plan)));
    plan.conflicts().forEach(path -> conflicts.add(ofRename(path)));
    return new TreeMerge.Result(merged.tree(), conflicts);
  }

  private static TreeMerge.Sides<ObjectId> moved(
      MovedTree tree, TreeMerge.Sides<ObjectId> trees, RenamePlan.Moves moves) throws IOException {
    @Nullable ObjectId base = trees.base();
    return new TreeMerge.Sides<>(
        base == null ? null : tree.of(base, moves.base()),
        tree.of(Objects.requireNonNull(trees.branch()), moves.branch()),
        tree.of(Objects.requireNonNull(trees.target()), moves.target()));
  }

  private static TreeMerge.Conflict withHint(TreeMerge.Conflict conflict, RenamePlan plan) {
    @Nullable ConflictedPath hint = plan.hints().get(conflict.path());
    return hint == null
        ? conflict
        : new TreeMerge.Conflict(
            conflict.path(),
            hint.kind(),
            conflict.versions(),
            conflict.text(),
            new TreeMerge.Hint(hint.likelyPath(), conflict.hint().branchVersionAt(), hint.hunks()));
  }

  private static TreeMerge.Conflict ofRename(ConflictedPath path) {
    return new TreeMerge.Conflict(
        path.path(),
        path.kind(),
        NO_VERSIONS,
        RawBytes.NONE,
        new TreeMerge.Hint(path.likelyPath(), path.branchVersionAt(), path.hunks()));
  }

  /** With several bases renames are not followed, but those that conflict are seen. */
  private static List<TreeMerge.Conflict> renamed(
      ObjectReader reader, List<RevCommit> bases, TreeMerge.Sides<ObjectId> trees)
      throws IOException {
    List<TreeMerge.Conflict> conflicts = new ArrayList<>();
    for (RevCommit base : bases) {
      new Renames(reader)
          .plan(new TreeMerge.Sides<>(base.getTree(), trees.branch(), trees.target()))
          .conflicts()
          .forEach(path -> conflicts.add(ofRename(path)));
    }
    return conflicts;
  }

  /** Keeps conflicts that only the merge over all bases saw. */
  private static List<TreeMerge.Conflict> unmerged(List<String> paths) {
    return paths.stream()
        .map(
            path ->
                new TreeMerge.Conflict(
                    path,
                    ConflictReport.Kind.NOT_MERGEABLE,
                    NO_VERSIONS,
                    RawBytes.NONE,
                    TreeMerge.Hint.NONE))
        .toList();
  }
}
