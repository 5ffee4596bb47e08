package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.merge.RenamePlan;
import dev.nightshift.core.internal.merge.ReplacedFiles;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.PendingTrees;
import dev.nightshift.git.internal.objects.RawBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * Merges a branch into a target in memory. A rename of one side is replayed on the others, so that
 * what they changed follows the file; then the trees are merged path by path.
 */
public final class Merger {
  private final Repository repository;
  private final ContentMerge contents;

  /**
   * Creates a merger.
   *
   * @param branch the name of the run's branch, for markers
   * @param target the name of the target, for markers
   */
  public Merger(Repository repository, String branch, String target) {
    this.repository = repository;
    this.contents = new ContentMerge(branch, target);
  }

  /** Merges two commits; new objects go to {@code pending}. */
  public TreeMerge.Result merge(
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
    Renames renames = new Renames(reader);
    RenamePlan plan = renames.plan(trees);
    TreeMerge.Result merged =
        new TreeMerge(reader, pending, contents, drivers)
            .merge(moved(new MovedTree(new PendingTrees(reader, pending)), trees, plan.moves()));
    Map<String, ReplacedFiles.Hint> replaced =
        renames.replaced(trees, untold(merged.conflicts(), plan));
    List<TreeMerge.Conflict> conflicts = new ArrayList<>();
    merged.conflicts().forEach(conflict -> conflicts.add(withHint(conflict, plan, replaced)));
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

  private static Set<String> untold(List<TreeMerge.Conflict> conflicts, RenamePlan plan) {
    Set<String> paths = new TreeSet<>();
    conflicts.forEach(conflict -> paths.add(conflict.path()));
    paths.removeAll(plan.hints().keySet());
    return paths;
  }

  private static TreeMerge.Conflict withHint(
      TreeMerge.Conflict conflict, RenamePlan plan, Map<String, ReplacedFiles.Hint> replaced) {
    @Nullable ConflictedPath hint = plan.hints().get(conflict.path());
    ReplacedFiles.@Nullable Hint other = replaced.get(conflict.path());
    if (hint != null) {
      return conflict.with(hint.kind(), hint.likelyPath(), hint.hunks());
    }
    return other == null
        ? conflict
        : conflict.with(conflict.kind(), other.likelyPath(), other.text());
  }

  private static TreeMerge.Conflict ofRename(ConflictedPath path) {
    return new TreeMerge.Conflict(
        path.path(),
        path.kind(),
        TreeMerge.Sides.none(),
        RawBytes.NONE,
        new TreeMerge.Hint(path.likelyPath(), path.branchVersionAt(), path.hunks()));
  }
}
