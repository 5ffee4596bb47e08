package dev.nightshift.git.internal.merge;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.RawBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tree that two histories come from. Where they have merged each other there are several
 * best common ancestors; then it is, as for git, the merge of these, made by the same rules.
 *
 * <p>What is merged so is stored, because the merge that it is for reads it; nothing refers to it.
 */
final class CommonAncestor {
  private static final int MAX_DEPTH = 100;
  private final Repository repository;
  private final TreesMerge merge;

  CommonAncestor(Repository repository, TreesMerge merge) {
    this.repository = repository;
    this.merge = merge;
  }

  /** Merges three trees. */
  @FunctionalInterface
  interface TreesMerge {
    TreeMerge.Result of(PendingObjects pending, TreeMerge.Sides<ObjectId> trees) throws IOException;
  }

  /**
   * What was found.
   *
   * @param tree the tree, or null if the histories have nothing in common
   * @param doubts where ancestors disagree about more than lines; about lines, their merge has
   *     markers, which both sides changed if they are not the same
   */
  record Found(@Nullable ObjectId tree, List<TreeMerge.Conflict> doubts) {}

  Found of(RevCommit branch, RevCommit target) throws IOException {
    return merged(bases(Set.of(branch), target), 0);
  }

  private Found merged(List<RevCommit> bases, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "the branch and its target have merged each other more than " + MAX_DEPTH + " times");
    }
    if (bases.isEmpty()) {
      return new Found(null, List.of());
    }
    Set<RevCommit> merged = new LinkedHashSet<>();
    ObjectId tree = bases.get(0).getTree();
    List<TreeMerge.Conflict> doubts = new ArrayList<>();
    for (RevCommit base : bases) {
      if (!merged.isEmpty()) {
        Found before = merged(bases(merged, base), depth + 1);
        TreeMerge.Result result = stored(before.tree(), tree, base.getTree());
        tree = result.tree();
        doubts.addAll(before.doubts());
        result.conflicts().stream()
            .filter(conflict -> conflict.text().array().length == 0)
            .forEach(conflict -> doubts.add(doubt(conflict.path())));
      }
      merged.add(base);
    }
    return new Found(tree, doubts);
  }

  private TreeMerge.Result stored(@Nullable ObjectId base, ObjectId one, ObjectId other)
      throws IOException {
    PendingObjects pending = new PendingObjects();
    TreeMerge.Result result = merge.of(pending, new TreeMerge.Sides<>(base, one, other));
    pending.storeIn(repository);
    return result;
  }

  private static TreeMerge.Conflict doubt(String path) {
    return new TreeMerge.Conflict(
        path,
        ConflictReport.Kind.NOT_MERGEABLE,
        TreeMerge.Sides.none(),
        RawBytes.NONE,
        new TreeMerge.Hint(
            "",
            "",
            "The branch and the target have merged each other and have several common ancestors,"
                + " which disagree about this file.\n"));
  }

  /** Returns the best common ancestors of a commit and the merge of others. */
  private List<RevCommit> bases(Set<RevCommit> merged, RevCommit other) throws IOException {
    History history = new History(repository);
    Set<RevCommit> all = new LinkedHashSet<>();
    for (RevCommit one : merged) {
      all.addAll(history.mergeBases(one, other));
    }
    List<RevCommit> best = new ArrayList<>();
    for (RevCommit base : all) {
      boolean isOutdone = false;
      for (RevCommit rival : all) {
        isOutdone |= !rival.equals(base) && history.isAncestor(base, rival);
      }
      if (!isOutdone) {
        best.add(base);
      }
    }
    return best;
  }
}
