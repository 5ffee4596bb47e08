package dev.nightshift.git.internal;

import dev.nightshift.core.internal.merge.RenamePlan;
import dev.nightshift.core.workspace.ConflictReport.ConflictedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
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
    MergeDrivers drivers =
        new MergeDrivers(repository.getDirectory().toPath(), reader, target.getTree());
    CommonAncestor.TreesMerge merge = (objects, trees) -> merge(reader, objects, drivers, trees);
    CommonAncestor.Found ancestor = new CommonAncestor(repository, merge).of(branch, target);
    TreeMerge.Result merged =
        merge.of(
            pending, new TreeMerge.Sides<>(ancestor.tree(), branch.getTree(), target.getTree()));
    return merged.conflicts().isEmpty()
        ? new TreeMerge.Result(merged.tree(), ancestor.doubts())
        : merged;
  }

  private TreeMerge.Result merge(
      ObjectReader reader,
      PendingObjects pending,
      MergeDrivers drivers,
      TreeMerge.Sides<ObjectId> trees)
      throws IOException {
    RenamePlan plan = new Renames(reader).plan(trees);
    TreeMerge.Result merged =
        new TreeMerge(reader, pending, contents, drivers)
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
}
